import { revokeAccessToken } from '../../../src/access/access-token.service';
import type { ChangeKind } from '../../../src/changes/record-change';
import { nodeId } from '../../../src/graphql/node';
import { createUser } from '../../../src/users/user.service';
import { issueToken } from '../../support/access-tokens';
import { Fixtures } from '../../support/fixtures';
import { startTestServer, TestServer } from '../../support/test-server';
import { CHANGES, ChangesEvent, eventStreamClient, follow, headCursor, webSocketClient, write } from './live-client';

const VOTE = 'mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { userErrors { message } } }';
const PAPER = `subscription ($id: ID!, $after: String) {
  paperChanged(ids: [$id], after: $after) { change { kind } paper { title upvoteCount } }
}`;

interface PaperEvent {
  paperChanged: { change: { kind: string }; paper: { title: string; upvoteCount: number } };
}

let server: TestServer;
let paper: string;
beforeEach(async () => {
  server = await startTestServer();
  const [key = 0] = await new Fixtures(server.database).papers([{ title: 'A paper' }]);
  paper = nodeId('Paper', key);
});
afterEach(() => server.close());

const manyKinds = (count: number) =>
  Array.from({ length: count }, (_, at): ChangeKind => (at % 2 ? 'PAPER_UPVOTED' : 'COMMENT_ADDED'));

const kindsOf = (events: ChangesEvent[]) => events.map(({ changes }) => changes.change.kind);

describe.each([
  ['WebSocket', webSocketClient],
  ['SSE', eventStreamClient],
])('a subscription by %s', (_, clientOf) => {
  it('hears each change once and in order, however many there are and whenever it begins', async () => {
    const after = await headCursor(server);
    await write(server, { kind: 'PAPER_ADDED' }, { kind: 'PAPER_LISTED' });
    const client = clientOf(server);
    const events = follow<ChangesEvent>(client, CHANGES, { after });
    expect(kindsOf(await events.take(2))).toEqual(['PAPER_ADDED', 'PAPER_LISTED']);

    const kinds = manyKinds(150);
    await write(server, ...kinds.map((kind) => ({ kind })));

    const heard = await events.take(150);
    expect(kindsOf(heard)).toEqual(kinds);
    expect(new Set(heard.map(({ changes }) => changes.cursor)).size).toBe(150);
    await client.dispose();
  });

  it('goes on after its last cursor at another process, once its own stopped', async () => {
    const after = await headCursor(server);
    const other = await startTestServer({ beside: server });
    const client = clientOf(other);
    const events = follow<ChangesEvent>(client, CHANGES, { after });
    await write(server, { kind: 'PAPER_ADDED' });
    const [heard] = await events.take(1);

    const gone = events.next().catch((error: unknown) => error);
    await other.stop();
    await gone;
    await write(server, { kind: 'PAPER_LISTED' }, { kind: 'PAPER_UPVOTED' });
    await other.close();
    const next = await startTestServer({ beside: server });
    const resumed = clientOf(next);

    const rest = await follow<ChangesEvent>(resumed, CHANGES, { after: heard!.changes.cursor }).take(2);
    expect(kindsOf(rest)).toEqual(['PAPER_LISTED', 'PAPER_UPVOTED']);
    await resumed.dispose();
    await next.close();
  });

  it('hears what happens at another process, as it is then', async () => {
    const other = await startTestServer({ beside: server });
    const token = await server.signUp('ada');
    const client = clientOf(other);
    const events = follow<PaperEvent>(client, PAPER, { id: paper, after: await headCursor(server) });

    const voted = await server.data<{ upvotePaper: { userErrors: unknown[] } }>(VOTE, { id: paper }, token);
    expect(voted.upvotePaper.userErrors).toEqual([]);

    const [{ paperChanged } = { paperChanged: null }] = await events.take(1);
    expect(paperChanged).toEqual({ change: { kind: 'PAPER_UPVOTED' }, paper: { title: 'A paper', upvoteCount: 1 } });
    await client.dispose();
    await other.close();
  });

  it('ends with UNAUTHENTICATED once its token is revoked', async () => {
    await createUser(server.database, { handle: 'ada', role: 'MEMBER' });
    const { token, secret } = await issueToken(server.database, { handle: 'ada', scopes: ['read'] });
    const client = clientOf(server, secret);
    const events = follow<ChangesEvent>(client, CHANGES, { after: await headCursor(server) });
    await write(server, { kind: 'PAPER_ADDED' });
    await events.take(1);

    await revokeAccessToken(server.database, token.rowId);
    await write(server, { kind: 'PAPER_LISTED' });

    const last = await events.next().catch((errors: unknown) => ({ errors }));
    expect(last?.errors).toMatchObject([
      { message: expect.stringContaining('was revoked') as string, extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    expect(await events.next()).toBeUndefined();
    await client.dispose();
  });

  it('tells nothing of what goes wrong on our side, and goes on', async () => {
    const client = clientOf(server);
    const events = follow<PaperEvent>(client, PAPER, { id: paper, after: await headCursor(server) });
    const paperId = Number(Buffer.from(paper, 'base64url').toString().split(':')[1]);
    await server.database.pool.query('alter table papers rename column title to secret_title');
    await write(server, { paperId });

    const failed = await events.next();
    expect(failed?.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(failed)).not.toMatch(/secret|select|does not exist/i);

    await server.database.pool.query('alter table papers rename column secret_title to title');
    await write(server, { paperId });
    expect((await events.take(1))[0]?.paperChanged.paper.title).toBe('A paper');
    await client.dispose();
  });
});

describe('a subscriber whose points are spent', () => {
  it('hears all events later', async () => {
    const poor = await startTestServer({
      beside: server,
      limits: { userPoints: 12, userPointsPerSecond: 4 },
    });
    const client = webSocketClient(poor, await server.signUp('ada'));
    const events = follow<ChangesEvent>(client, CHANGES, { after: await headCursor(server) });
    const kinds = manyKinds(10);
    await write(server, ...kinds.map((kind) => ({ kind })));

    expect(kindsOf(await events.take(10))).toEqual(kinds);
    const metrics = await (await fetch(`${poor.url}/metrics`)).text();
    expect(metrics).not.toMatch(/^daily_papers_rate_limit_refusals_total\{limit="points"\} 0$/m);
    await client.dispose();
    await poor.close();
  });
});

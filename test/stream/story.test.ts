import type { Client as SocketClient } from 'graphql-ws';
import { nodeId } from '../../src/graphql/node';
import { importFile } from '../../src/ingestion/import-file';
import { pollUntil } from '../../src/lib/poll-until';
import { createUser } from '../../src/users/user.service';
import { issueToken } from '../support/access-tokens';
import { apiClient } from '../support/api-client';
import { upTo } from '../support/fixtures';
import { type RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { SAMPLE, SECRET_KEY } from '../support/test-server';
import { eventStreamClient, follow, webSocketClient } from '../web/live/live-client';
import { isGenuine, Receiver } from '../webhooks/receiver';
import { call } from '../webhooks/webhook-client';

/** What each of them is told of: a vote, by the paper and who gave it. */
const FOLLOWED = 'subscription ($after: String) { changes(after: $after) { cursor change { kind subjectId } } }';

interface Event {
  changes: { cursor: string; change: { kind: string; subjectId: string } };
}

interface Page {
  changes: { edges: { cursor: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

const PEOPLE = upTo(6).map((number) => `person-${number}`);
const PAPERS = upTo(5).map((number) => nodeId('Paper', number));
const VOTE = 'mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { userErrors { message } } }';

describe('a day of those who follow', () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let servers: RunningServer[];
  let sockets: SocketClient;
  beforeAll(async () => {
    [database, receiver] = await Promise.all([createTestDatabase(), Receiver.start()]);
    await importFile(database.database, SAMPLE);
    const environment = {
      DATABASE_URL: database.url,
      POOL: '3',
      SECRET_KEY,
      WEBHOOK_ALLOWED_HOSTS: `127.0.0.1:${receiver.port}`,
    };
    servers = await Promise.all([startServer(environment), startServer(environment)]);
  });
  afterAll(async () => {
    await sockets.dispose();
    await Promise.all(servers.map((server) => server.stop()));
    await Promise.all([receiver.stop(), database.drop()]);
  });

  const tokenOf = async (handle: string) => {
    await createUser(database.database, { handle, role: 'MEMBER' });
    return (await issueToken(database.database, { handle, scopes: ['write'] })).secret;
  };

  /** All changes after a cursor, as somebody who was away reads them. */
  async function readAfter(cursor: string): Promise<string[]> {
    const { data } = apiClient(servers[0]!.url);
    const cursors: string[] = [];
    for (let isMore = true, after = cursor; isMore;) {
      const { changes }: Page = await data(
        'query ($after: String!) { changes(first: 7, after: $after) { edges { cursor } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      cursors.push(...changes.edges.map((edge) => edge.cursor));
      ({ hasNextPage: isMore, endCursor: after } = changes.pageInfo);
    }
    return cursors;
  }

  const delivered = async (count: number) => {
    const isDone = await pollUntil(
      async () => {
        // Nobody waits for the time that a receiver is given to come back.
        await database.database.pool.query(`
          update webhook_deliveries set next_attempt_at = now() where state = 'PENDING' and next_attempt_at > now();
          update webhooks set due_at = now(), rests_until = null where due_at > now() or rests_until > now()`);
        return new Set(receiver.received.map(({ id }) => id)).size >= count || undefined;
      },
      { withinMs: 40_000, everyMs: 100 },
    );
    expect(isDone).toBe(true);
  };

  it('tells a WebSocket, an event stream on another process and a webhook of each change once and in order, and who was away catches up', async () => {
    const [here, there] = servers as [RunningServer, RunningServer];
    const api = [here, there].map(({ url }) => apiClient(url));
    const owner = await tokenOf('owner');
    const tokens = await Promise.all(PEOPLE.map(tokenOf));
    const { secret } = await call(api[0]!, 'createWebhook', { url: receiver.url, kinds: ['PAPER_UPVOTED'] }, owner);
    const { changes } = await api[0]!.data<{ changes: { headCursor: string } }>('{ changes(first: 0) { headCursor } }');
    const after = changes.headCursor;

    sockets = webSocketClient(here);
    const bySocket = follow<Event>(sockets, FOLLOWED, { after });
    const byStream = follow<Event>(eventStreamClient(there), FOLLOWED, { after });
    const count = PEOPLE.length * PAPERS.length;
    const heard = Promise.all([bySocket.take(count), byStream.take(count)]);

    const { port } = receiver;
    await Promise.all(
      tokens.map(async (token, person) => {
        for (const [at, id] of PAPERS.entries()) {
          // The receiver is away while most of it happens.
          if (person === 0 && at === 1) await receiver.stop();
          await api[(person + at) % 2]!.data(VOTE, { id }, token);
        }
      }),
    );
    const [first, second] = await heard;
    expect(second).toEqual(first);
    const cursors = first.map((event) => event.changes.cursor);
    expect(new Set(cursors).size).toBe(count);
    expect(await readAfter(after)).toEqual(cursors);

    const before = receiver.received;
    receiver = await Receiver.start(port);
    receiver.received.push(...before);
    await delivered(count);
    expect(receiver.received.every((received) => isGenuine(received, secret ?? ''))).toBe(true);
    for (const paper of PAPERS) {
      const wanted = first.filter((event) => event.changes.change.subjectId === paper);
      const came = receiver.received.filter(({ data }) => data.subjectId === paper).map(({ data }) => data.cursor);
      // At least once: whoever was told and did not say so in time is told again.
      expect([...new Set(came)]).toEqual(wanted.map((event) => event.changes.cursor));
    }
    await Promise.all([bySocket.end(), byStream.end()]);
  });
});

import { nodeId } from '../../../src/graphql/node';
import { holdTable } from '../../faults/held-table';
import { statementsOf } from '../../support/count-statements';
import { Fixtures, upTo } from '../../support/fixtures';
import { startTestServer, TestServer } from '../../support/test-server';
import { headCursor, initiated, write } from './live-client';

const TITLE = 'subscription ($id: ID!, $after: String) { paperChanged(ids: [$id], after: $after) { paper { title } } }';
/** What is read for each person apart. */
const VOTED =
  'subscription ($id: ID!, $after: String) { paperChanged(ids: [$id], after: $after) { paper { viewerHasUpvoted } } }';
const CONNECTIONS = 6;
const AT_ONCE = 4;
const SUBSCRIBERS = 20;

let server: TestServer;
let asAda: { authorization: string };
beforeEach(async () => {
  server = await startTestServer({ poolSize: CONNECTIONS });
  asAda = { authorization: `Bearer ${await server.signUp('ada', ['read'])}` };
});
afterEach(() => server.close());

describe('what many follow', () => {
  it('is answered to a few people at once, so that requests find a connection meanwhile, and to all in the end', async () => {
    const [paperId = 0] = await new Fixtures(server.database).papers([{ title: 'A paper' }]);
    const variables = { id: nodeId('Paper', paperId), after: await headCursor(server) };
    const client = await initiated(server, asAda);
    await write(server, { kind: 'PAPER_ADDED', paperId });
    const held = await holdTable(server.databaseUrl, 'upvotes');
    for (const id of upTo(SUBSCRIBERS)) {
      client.send({ type: 'subscribe', id: String(id), payload: { query: VOTED, variables } });
    }
    await held.untilWaiting(AT_ONCE);

    const { changes } = await server.data<{ changes: { nodes: object[] } }>('{ changes(first: 1) { nodes { kind } } }');
    expect(changes.nodes).toHaveLength(1);
    expect(await held.waiting()).toHaveLength(AT_ONCE);

    await held.letGo();
    const messages = await client.untilMessages(1 + SUBSCRIBERS);
    const heard = messages.filter(({ type }) => type === 'next').map(({ id }) => Number(id));
    expect(heard.sort((one, other) => one - other)).toEqual(upTo(SUBSCRIBERS));
    client.socket.terminate();
  });

  it('is worked out once for all who follow it as nobody in particular', async () => {
    const [paperId = 0] = await new Fixtures(server.database).papers([{ title: 'A paper' }]);
    const variables = { id: nodeId('Paper', paperId), after: await headCursor(server) };
    const client = await initiated(server);
    for (const id of upTo(SUBSCRIBERS)) {
      client.send({ type: 'subscribe', id: String(id), payload: { query: TITLE, variables } });
    }
    // Who has heard of one change hears of the next one together with the others.
    await write(server, { kind: 'PAPER_ADDED', paperId });
    await client.untilMessages(1 + SUBSCRIBERS);
    // What is written behind a transaction is told when that ends, here to all at once.
    const early = await server.database.pool.connect();
    await early.query('begin');
    await early.query('select pg_current_xact_id()');
    await write(server, { kind: 'PAPER_CHANGED', paperId });
    const held = await holdTable(server.databaseUrl, 'papers');
    const statements = await statementsOf(async () => {
      await early.query('commit');
      early.release();
      // The first one begins, and the others ask while it waits.
      await held.untilWaiting(1);
      await held.letGo();
      const messages = await client.untilMessages(1 + 2 * SUBSCRIBERS);
      const titles = messages.filter(({ type }) => type === 'next').map(({ payload }) => JSON.stringify(payload));
      expect(titles).toHaveLength(2 * SUBSCRIBERS);
      expect(new Set(titles).size).toBe(1);
    });
    expect(statements.filter((text) => text.includes('from papers'))).toHaveLength(2);
    client.socket.terminate();
  });

  it('is given up by those in the line who go away', async () => {
    const [paperId = 0] = await new Fixtures(server.database).papers([{ title: 'A paper' }]);
    const variables = { id: nodeId('Paper', paperId), after: await headCursor(server) };
    const [gone, there] = [await initiated(server, asAda), await initiated(server)];
    await write(server, { kind: 'PAPER_ADDED', paperId });
    const held = await holdTable(server.databaseUrl, 'upvotes');
    for (const id of upTo(10)) {
      gone.send({ type: 'subscribe', id: String(id), payload: { query: VOTED, variables } });
    }
    await held.untilWaiting(AT_ONCE);
    there.send({ type: 'subscribe', id: '1', payload: { query: TITLE, variables } });

    gone.socket.terminate();
    await held.letGo();

    expect((await there.untilMessages(2))[1]).toMatchObject({ type: 'next', id: '1' });
    there.socket.terminate();
  });
});

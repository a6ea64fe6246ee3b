import { Fixtures, upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { type HeldTable, holdTable } from './held-table';

const ROUNDS = 20;
const REQUESTS_A_ROUND = 50;
const CONNECTIONS = 4;

const RUNNING = `
  select count(*)::integer as count from pg_stat_activity
  where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid() and query_start < now() - interval '2 seconds'
    and query not like 'begin; lock table%'`;

let server: TestServer;
let held: HeldTable;
beforeAll(async () => {
  server = await startTestServer({ poolSize: CONNECTIONS, limits: { statementMs: 60_000, requestMs: 60_000 } });
  await new Fixtures(server.database).papers([{ title: 'A paper' }]);
});
afterAll(async () => {
  // As at a signal: the client of these tests opens connections by which it then asks nothing.
  await server.stop();
  await server.close();
});

const QUERY = '{ papers(first: 1) { nodes { title } } }';
/** Everybody asks another question, as what many ask at once is asked of the database once. */
const questionOf = (number: number) => QUERY.replace('title', `title${number}: title`);

function ask(query: string, signal: AbortSignal): Promise<string> {
  const body = JSON.stringify({ query });
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal,
  })
    .then(() => 'answered')
    .catch((error: Error) => error.name);
}

describe('requests whose clients go away', () => {
  it('leave nothing behind in PostgreSQL, after a thousand of them either', async () => {
    held = await holdTable(server.databaseUrl, 'papers');

    for (let round = 0; round < ROUNDS; round++) {
      const leaving = new AbortController();
      const asked = upTo(REQUESTS_A_ROUND).map((number) => ask(questionOf(number), leaving.signal));
      await held.untilWaiting(CONNECTIONS);
      leaving.abort();
      expect(new Set(await Promise.all(asked))).toEqual(new Set(['AbortError']));
      await held.untilWaiting(0);
    }

    const { rows } = await server.database.pool.query<{ count: number }>(RUNNING);
    expect(rows[0]?.count).toBe(0);
    await held.letGo();
    const { papers } = await server.data<{ papers: object }>(QUERY);
    expect(papers).toEqual({ nodes: [{ title: 'A paper' }] });
  }, 60_000);

  it('end what they shared with the last of them, and nothing before', async () => {
    await server.data(QUERY);
    held = await holdTable(server.databaseUrl, 'papers');
    const [early, late] = [new AbortController(), new AbortController()];
    const asked = [ask(QUERY, early.signal)];
    await held.untilWaiting(1);
    asked.push(...upTo(20).map(() => ask(QUERY, early.signal)), ask(QUERY, late.signal));
    // Answered behind them, so that they are known to have arrived.
    for (let count = 0; count < 20; count++) await server.data('{ __typename }');
    early.abort();
    // The first run is nobody's any more, and the next one is still somebody's.
    expect(await Promise.all(asked.slice(0, -1))).toEqual(Array(21).fill('AbortError'));
    await held.untilWaiting(1);
    late.abort();
    await held.untilWaiting(0);
    await held.letGo();
  });
});

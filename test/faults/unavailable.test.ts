import { Fixtures, idsOf } from '../support/fixtures';
import { type Answer, startTestServer, TestServer } from '../support/test-server';
import { type HeldTable, holdTable } from './held-table';

const TITLES = '{ papers(first: 5) { nodes { title } } }';
const WORDS_OF_THE_DRIVER = /terminat|connect|timeout|pool|57P01|\bat /i;

let server: TestServer;
let token: string;
let held: HeldTable | undefined;
beforeEach(async () => {
  server = await startTestServer({
    poolSize: 1,
    limits: { poolWaitMs: 2_000, statementMs: 60_000, requestMs: 60_000 },
  });
  await new Fixtures(server.database).papers([{ title: 'A paper' }]);
  token = await server.signUp('ada');
});
afterEach(async () => {
  await held?.letGo();
  held = undefined;
  await server.close();
});

function post(query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

async function expectUnavailable(response: Response): Promise<void> {
  const text = await response.text();
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  const answer = JSON.parse(text) as Answer;
  expect(answer).not.toHaveProperty('data');
  expect(answer.errors).toEqual([
    expect.objectContaining({
      message: 'The database of this server cannot be used now; try again in a second.',
      extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 1, requestId: expect.any(String) as string },
    }),
  ]);
  expect(text).not.toMatch(WORDS_OF_THE_DRIVER);
}

async function expectService(): Promise<void> {
  expect(await server.data(TITLES)).toEqual({ papers: { nodes: [{ title: 'A paper' }] } });
}

function terminateRequests(table = 'papers'): Promise<unknown> {
  return server.database.pool.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like '%${table}%' and query not like '%lock table%' and pid <> pg_backend_pid()`);
}

describe('a pool without a free connection', () => {
  beforeEach(async () => {
    held = await holdTable(server.databaseUrl, 'papers');
  });

  it.each([
    ['in a resolver', () => post(TITLES)],
    ['before GraphQL', () => post('{ viewer { handle } }', { authorization: `Bearer ${token}` })],
    ['at the page of a paper', () => fetch(`${server.url}/papers/fixture-1`)],
  ])('refuses with 503 and Retry-After %s, and recovers', async (_, ask) => {
    const first = server.data(TITLES);
    await held?.untilWaiting(1);

    await expectUnavailable(await ask());

    await held?.letGo();
    held = undefined;
    await first;
    await expectService();
  });
});

describe('a connection that is cut', () => {
  it('in a statement fails that request with 503, and the next one works', async () => {
    held = await holdTable(server.databaseUrl, 'papers');
    const cut = post(TITLES);
    await held.untilWaiting(1);
    await terminateRequests();
    await expectUnavailable(await cut);
    await held.letGo();
    held = undefined;
    await expectService();
  });

  it('while nobody has it fails nothing', async () => {
    await expectService();
    const left = new Promise((resolve) => server.requestPool.connections.once('remove', resolve));
    await terminateRequests();
    await left;
    await expectService();
  });
});

describe('a request of which one field was left without an answer', () => {
  it('is refused whole, with one error', async () => {
    held = await holdTable(server.databaseUrl, 'papers');
    const [id] = idsOf('Paper', [1]);
    const asked = post(`{ feedTimeZone first: paper(id: "${id}") { title } second: paper(id: "${id}") { title } }`);
    await held.untilWaiting(1);
    await terminateRequests();
    await expectUnavailable(await asked);
  });
});

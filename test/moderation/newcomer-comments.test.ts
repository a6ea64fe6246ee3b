import { selectNewcomerComments } from '../../src/moderation/newcomer-comments.query';
import { setUserRole } from '../../src/users/user.service';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let token: string;
let paper: number;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
  token = await server.signUp('mo', ['moderate']);
  await setUserRole(server.database, 'mo', 'MODERATOR');
  [paper = 0] = await fixtures.papers([{}]);
});
afterAll(() => server.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** Somebody whose account is so old, with comments of these ages in days. */
async function writer(handle: string, accountDays: number, ...ages: number[]): Promise<void> {
  const [author = 0] = await fixtures.users([handle]);
  await server.database.pool.query('update users set created_at = $2 where id = $1', [author, daysAgo(accountDays)]);
  await fixtures.comments(ages.map((age) => ({ paper, author, body: `${handle} ${age}`, createdAt: daysAgo(age) })));
}

describe('newcomerComments', () => {
  it('shows what people wrote whose account is young or who wrote little, newest first', async () => {
    await writer('young', 6, 1, 2, 3, 4);
    await writer('silent', 400, 5, 29);
    await writer('lurker', 400, 31);
    await writer('old', 8, 0.5, 1.5, 2.5);
    const [hiddenBy = 0] = await fixtures.users(['rude']);
    await fixtures.comments([
      { paper, author: hiddenBy, state: 'HIDDEN', hiddenReason: 'Rude.', createdAt: daysAgo(1) },
    ]);
    const query = '{ newcomerComments { totalCount nodes { body } } }';
    expect(await server.data(query, {}, token)).toEqual({
      newcomerComments: {
        totalCount: 6,
        nodes: ['young 1', 'young 2', 'young 3', 'young 4', 'silent 5', 'silent 29'].map((body) => ({ body })),
      },
    });
  });

  it('walks an index, not the table', async () => {
    const query = jest.spyOn(server.database.pool, 'query');
    await selectNewcomerComments(server.database.pool, { size: 20, backwards: false, after: null, before: null });
    const { text, values } = query.mock.calls[0]?.[0] as unknown as { text: string; values: unknown[] };
    query.mockRestore();
    const client = await server.database.pool.connect();
    await client.query('begin; set local enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    await client.query('rollback');
    client.release();
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan Backward using comments_newest_idx/);
    expect(plan).not.toMatch(/Sort/);
  });
});

import { indexMissingPapers } from '../src/indexing/index-missing';
import { pollUntil } from '../src/lib/poll-until';
import { apiClient } from './support/api-client';
import { Fixtures } from './support/fixtures';
import { runCommand, startServer } from './support/running-program';
import { createTestDatabase, type TestDatabase } from './support/test-database';

let database: TestDatabase;
let env: Record<string, string>;
beforeEach(async () => {
  database = await createTestDatabase();
  env = { DATABASE_URL: database.url };
  const fixtures = new Fixtures(database.database);
  await fixtures.papers([{ title: 'Forgotten gems' }, { title: 'Forgotten tombs' }]);
  await fixtures.authors([{ name: 'Ada Lovelace' }]);
  await database.database.pool.query('update authors set name_parts = null');
});
afterEach(() => database.drop());

const FOUND = '{ search(query: "forgotten") { totalCount } authors(query: "lovelace") { totalCount } }';
const ALL = { search: { totalCount: 2 }, authors: { totalCount: 1 } };

describe('what search lacks', () => {
  it('is written by a server beside its requests', async () => {
    const server = await startServer(env);
    const { data } = apiClient(server.url);
    const isFilled = async () => (JSON.stringify(await data(FOUND)) === JSON.stringify(ALL) ? true : undefined);
    expect(await pollUntil(isFilled, { withinMs: 20_000, everyMs: 50 })).toBe(true);
    expect(await server.stop()).toBe(0);
  });

  it('is written by the command, which says how much it was', async () => {
    const first = await runCommand(['index'], env);
    expect(first).toMatchObject({
      status: 0,
      stdout: 'Search lacked 2 papers and 1 author, and has them now.\n',
    });
    expect(JSON.parse((await runCommand(['index', '--json'], env)).stdout)).toEqual({ papers: 0, authors: 0 });
    expect(await indexMissingPapers(database.database)).toBe(0);
  });
});

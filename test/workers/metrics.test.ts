import { Fixtures, upTo } from '../support/fixtures';
import { scrape } from '../metrics/scrape';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { askUntilAllAnswered, Client, READ, type RunningWorkers, startWorkers, until } from './running-workers';

const QUERIES = 'daily_papers_requests_total{type="query",outcome="ok"}';

let database: TestDatabase;
let server: RunningWorkers;

beforeAll(async () => {
  database = await createTestDatabase();
  await new Fixtures(database.database).papers(upTo(3).map(() => ({})));
  server = await startWorkers({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await server.end();
  await database.drop();
});

describe('/metrics of several workers', () => {
  let asked = 0;

  it('are the sums of all, whichever is asked', async () => {
    asked = await askUntilAllAnswered(server);
    const scrapedBefore = server.answered().size;
    expect(scrapedBefore).toBe(2);

    for (let time = 0; time < 4; time++) {
      const figures = await scrape(server);
      expect(figures.get(QUERIES)).toBe(asked);
      expect(figures.get('daily_papers_operation_cost_points_count')).toBe(asked);
      expect([...figures].filter(([name]) => name.startsWith('daily_papers_build_info'))).toEqual([
        [expect.any(String), 1],
      ]);
      // What is of the database is no sum.
      expect(figures.get('daily_papers_database_up')).toBe(1);
      expect(figures.get('daily_papers_pool_connections_max')).toBe(4);
    }
  });

  it('go on counting what those counted who were replaced, and never fall when one is killed', async () => {
    server.process.kill('SIGHUP');
    await server.untilTold('all workers are replaced');
    expect((await scrape(server)).get(QUERIES)).toBe(asked);

    await new Client(server.url, { keepAlive: false }).ask(READ);
    expect((await scrape(server)).get(QUERIES)).toBe(asked + 1);
    process.kill(server.begun()[2]!, 'SIGKILL');
    await until(() => server.begun().length === 5);

    expect((await scrape(server)).get(QUERIES)).toBe(asked + 1);
  });
});

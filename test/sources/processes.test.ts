import { Database } from '../../src/db/database';
import { entities } from '../../src/slices';
import { arxivSource } from '../../src/sources/arxiv-source';
import { claimFetch } from '../../src/sources/claim-fetch.service';
import { RETRY_DELAYS } from '../../src/sources/retry-delays';
import { createUser } from '../../src/users/user.service';
import { look, submit } from '../feed/submission-client';
import { issueToken } from '../support/access-tokens';
import { apiClient } from '../support/api-client';
import { upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { until } from '../support/until';
import { ArxivServer, silent } from './arxiv-server';
import { fetchFrom } from './fetching';

let test: TestDatabase;
let arxiv: ArxivServer;
beforeEach(async () => {
  [test, arxiv] = await Promise.all([createTestDatabase(), ArxivServer.start()]);
});
afterEach(async () => {
  await expectCountsToHold(test.database);
  await Promise.all([test.drop(), arxiv.stop()]);
});

const rowsOf = async <Row extends object>(sql: string) => (await test.database.pool.query<Row>(sql)).rows;

/** As if the time had come that everybody waits for. Times are kept to the millisecond, and `now()` may round up. */
const PAST = `now() - interval '1 ms'`;
async function letTimePass(): Promise<void> {
  await rowsOf(`update source_turns set next_at = ${PAST}; update submission_fetches set next_attempt_at = ${PAST}`);
}

/** Pending submissions by nobody. */
async function addPending(count: number): Promise<void> {
  await rowsOf(`
    insert into editions (date) values (current_date);
    insert into submissions (arxiv_id, edition_date, position, state, submitted_at)
      select format('2601.%s', 10000 + number), current_date, number, 'PENDING', now() from generate_series(1, ${count}) number;
    insert into submission_fetches (submission_id) select id from submissions`);
}

describe('processes that fetch', () => {
  it('have one turn among them, and the next one only once the source has rested', async () => {
    await addPending(3);
    const source = arxivSource(arxiv.url);
    const claim = () => claimFetch(test.database.pool, source, RETRY_DELAYS);
    const claims = await Promise.all(upTo(8).map(claim));
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    expect(await claim()).toBeNull();
    const [turn] = await rowsOf<{ seconds: number }>(
      'select extract(epoch from next_at - now())::float8 as seconds from source_turns',
    );
    // Ten seconds that a request may take, and three of rest.
    expect(turn?.seconds).toBeGreaterThan(3);
    expect(turn?.seconds).toBeLessThanOrEqual(13);

    await rowsOf(`update source_turns set next_at = ${PAST}`);
    const second = await claim();
    expect(second).not.toBeNull();
    expect(second?.submissionId).not.toBe(claims.find((claimed) => claimed)?.submissionId);
  });

  it('put a fetch off for longer with each attempt, up to an hour', async () => {
    await addPending(1);
    const seconds: number[] = [];
    for (const attempts of upTo(12)) {
      await letTimePass();
      expect(await claimFetch(test.database.pool, arxivSource(arxiv.url), RETRY_DELAYS)).toMatchObject({ attempts });
      const [row] = await rowsOf<{ delay: number }>(`
        select round(extract(epoch from f.next_attempt_at - t.next_at) + 13)::integer as delay
        from submission_fetches f, source_turns t`);
      seconds.push(row?.delay ?? 0);
    }
    expect(seconds).toEqual([15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
  });

  it('ask for each paper once, one at a time', async () => {
    await addPending(12);
    const other = await Database.connect({ url: test.url, poolSize: 5, entities });
    // A claim that outlives each fetch, however slow the machine is: a later one would rightly be made again.
    const stops = [test.database, other].map((database) => fetchFrom(database, arxiv.url, { timeoutMs: 60_000 }));
    await until(
      'all are listed',
      async () => (await rowsOf(`select from submissions where state = 'LISTED'`)).length === 12,
    );
    await Promise.all(stops.map((stop) => stop()));
    await other.close();
    expect([...arxiv.asked].sort()).toEqual(upTo(12).map((number) => `2601.${10_000 + number}`));
    expect(arxiv.mostAtOnce).toBe(1);
  });
});

describe('a server', () => {
  let server: RunningServer | undefined;
  const start = async (more: Record<string, string> = {}) => {
    server = await startServer({ DATABASE_URL: test.url, ARXIV_API_URL: arxiv.url, LOG_LEVEL: 'warn', ...more });
    return apiClient(server.url);
  };
  afterEach(() => (server?.process.exitCode === null && !server.process.killed ? server.stop() : null));

  async function signUp(): Promise<string> {
    await createUser(test.database, { handle: 'ada', role: 'MEMBER' });
    return (await issueToken(test.database, { handle: 'ada', scopes: ['write'] })).secret;
  }

  it('that is killed while it asks leaves a submission that the next one lists, and one paper', async () => {
    const usual = arxiv.answerTo;
    arxiv.answerTo = () => silent;
    const token = await signUp();
    const { submission } = await submit(await start(), '2601.00002', token);
    await until('arXiv is asked', () => Promise.resolve(arxiv.asked.length === 1));
    await server!.stop('SIGKILL');
    expect(await rowsOf('select attempts, last_error from submission_fetches')).toEqual([
      { attempts: 1, last_error: null },
    ]);

    arxiv.answerTo = usual;
    const api = await start();
    await letTimePass();
    const listed = await until('it is listed', async () => {
      const found = await look(api, submission!.id);
      return found?.state === 'LISTED' && found;
    });
    expect(listed).toMatchObject({ paper: { title: 'The paper 2601.00002' }, edition: { paperCount: 1 } });
    expect(arxiv.asked).toEqual(['2601.00002', '2601.00002']);
    expect(await rowsOf('select from papers')).toHaveLength(1);
    expect(await server!.stop()).toBe(0);
  });

  it('ends with 0 while it waits for the source', async () => {
    arxiv.answerTo = () => silent;
    const token = await signUp();
    await submit(await start(), '2601.00002', token);
    await until('arXiv is asked', () => Promise.resolve(arxiv.asked.length === 1));
    expect(await server!.stop()).toBe(0);
    expect(await rowsOf('select last_error from submission_fetches')).toEqual([{ last_error: null }]);
  });

  it('fetches nothing where its sources are off', async () => {
    const api = await start({ SOURCES: 'off' });
    const { userErrors } = await submit(api, '2601.00002', await signUp());
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await server!.stop();
    expect(arxiv.asked).toEqual([]);
  });
});

import { settleFeedTimeZone } from '../../src/feed/feed-time-zone';
import { Fixtures } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { untilWaiting } from '../support/lock-waiters';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

describe('settleFeedTimeZone', () => {
  it('keeps the first one', async () => {
    expect(await settleFeedTimeZone(test.database, 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(await settleFeedTimeZone(test.database, 'Europe/Paris')).toBe('Asia/Tokyo');
  });

  it('moves the scores of papers that were there before', async () => {
    await new Fixtures(test.database).papers([{ publishedOn: '2025-01-01' }, {}]);
    await settleFeedTimeZone(test.database, 'Pacific/Auckland');
    await expectCountsToHold(test.database);
    const { rows } = await test.database.pool.query<{ early: boolean }>(
      `select trending_score < log_weight_at('2025-01-01T00:00:00Z') as early from paper_stats where paper_id = 1`,
    );
    expect(rows).toEqual([{ early: true }]);
  });

  it('moves the scores of an import that has not ended', async () => {
    let settling: Promise<string> | undefined;
    await test.database.transaction(async (sql) => {
      await sql.query(`
        insert into papers (slug, title, title_key, published_on) values ('a', 'A', 'a', '2025-01-01');
        insert into paper_sources (paper_id, format, name, fetched_at, record) values (1, 'listing', 'huggingface', now(), '{}');
        insert into paper_stats (paper_id) values (1);
        update totals set count = 1 where name = 'papers';
        select recompute_trending('{1}');`);
      settling = settleFeedTimeZone(test.database, 'Pacific/Auckland');
      await untilWaiting(test.database.pool);
    });
    await settling;
    await expectCountsToHold(test.database);
  });

  it('is known to who waited for it', async () => {
    const papers = await new Fixtures(test.database).papers([
      { publishedOn: '2025-01-01' },
      { publishedOn: '2025-01-02' },
    ]);
    const others: Promise<unknown>[] = [];
    await test.database.transaction(async (sql) => {
      await sql.query('select from paper_stats where paper_id = $1 for update', [papers[1]]);
      others.push(settleFeedTimeZone(test.database, 'Pacific/Auckland'));
      await untilWaiting(test.database.pool, 1);
      others.push(test.database.pool.query('select recompute_trending($1)', [papers.slice(0, 1)]));
      await untilWaiting(test.database.pool, 2);
    });
    await Promise.all(others);
    await expectCountsToHold(test.database);
  });
});

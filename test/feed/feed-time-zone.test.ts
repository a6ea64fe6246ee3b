import { settleFeedTimeZone } from '../../src/feed/feed-time-zone';
import { Fixtures, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { arxivRecord, importAll } from '../ingestion/stored-state';

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

  it('moves the scores of papers that were there before, those of a running import too', async () => {
    await new Fixtures(test.database).papers([{ publishedOn: '2025-01-01' }, {}]);
    const records = upTo(1_500).map((number) =>
      arxivRecord(`2601.${String(number).padStart(5, '0')}`, { publishedOn: '2026-01-02' }),
    );
    const importing = importAll(test.database, records);
    await settleFeedTimeZone(test.database, 'Pacific/Auckland');
    await importing;
    await test.database.pool.query(`update totals set count = (select count(*) from papers) where name = 'papers'`);
    await expectCountsToHold(test.database);
    const { rows } = await test.database.pool.query<{ early: boolean }>(
      `select trending_score < log_weight_at('2025-01-01T00:00:00Z') as early from paper_stats where paper_id = 1`,
    );
    expect(rows).toEqual([{ early: true }]);
  });
});

import { mergePapers } from '../../src/merging/merge-papers.service';
import { importAll } from '../ingestion/stored-state';
import { Fixtures } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { ARXIV, importApart, LISTED } from './two-papers';

let test: TestDatabase;
let fixtures: Fixtures;
let ada: number;
beforeAll(async () => {
  test = await createTestDatabase();
  fixtures = new Fixtures(test.database);
});
afterAll(() => test.drop());
beforeEach(async () => {
  await fixtures.clear();
  [ada = 0] = await fixtures.users(['ada']);
});
afterEach(() => expectCountsToHold(test.database));

const rowsOf = async (sql: string) => (await test.database.pool.query<Record<string, unknown>>(sql)).rows;
const submissions = () =>
  rowsOf(`select paper_id as paper, edition_date as date, state, submitted_by as by, arxiv_id as arxiv, rejection
    from submissions order by edition_date, id`);
const editions = async () => (await rowsOf('select date from editions order by date')).map(({ date }) => date);

/** The one by a source stands on the edition of 2026-01-06. */
const twoPapers = () => importApart(test.database, LISTED, ARXIV);
const stays = { state: 'LISTED', arxiv: null, rejection: null };

describe('of two listings of one work', () => {
  it.each(['2026-01-05', '2026-01-07'])(
    'the earlier one stays, where a person listed the other on %s',
    async (date) => {
      const [listed = 0, arxiv = 0] = await twoPapers();
      await fixtures.listings([{ paper: arxiv, date, submittedBy: ada }]);
      await mergePapers(test.database, listed, arxiv);
      const rejection =
        'This paper and one on the edition of 2026-01-06 turned out to be one work, which is listed once.';
      const earlier = [{ paper: arxiv, date, by: ada, ...stays }];
      const later = [
        { paper: arxiv, date: '2026-01-06', by: null, ...stays },
        { paper: null, date, state: 'REJECTED', by: ada, arxiv: '2601.00001', rejection },
      ];
      expect(await submissions()).toEqual(date < '2026-01-06' ? earlier : later);
      expect(await editions()).toEqual(date < '2026-01-06' ? [date] : ['2026-01-06', date]);
      const state = await submissions();
      await importAll(test.database, [{ ...LISTED, reportedAt: '2026-02-02T00:00:00.000Z' }]);
      expect(await submissions()).toEqual(state);
    },
  );

  it('the earlier one stays, where sources list both', async () => {
    const listing = { editionDate: '2026-01-07', position: 1 };
    const [listed = 0, later = 0] = await importApart(test.database, LISTED, { ...LISTED, title: 'Trees', listing });
    await mergePapers(test.database, listed, later);
    expect(await submissions()).toEqual([{ paper: later, date: '2026-01-06', by: null, ...stays }]);
    expect(await editions()).toEqual(['2026-01-06']);
  });
});

describe('what a moderator took off', () => {
  it('stays off where neither is listed', async () => {
    const [arxiv = 0, listed = 0] = await importApart(test.database, ARXIV, { ...LISTED, listing: undefined } as never);
    await fixtures.listings([{ paper: arxiv, date: '2026-01-05', state: 'REJECTED', submittedBy: ada }]);
    await mergePapers(test.database, arxiv, listed);
    await importAll(test.database, [LISTED]);
    expect(await submissions()).toEqual([
      { paper: listed, date: '2026-01-05', state: 'REJECTED', by: ada, arxiv: null, rejection: null },
    ]);
  });

  it('does not take the other listing off', async () => {
    const [listed = 0, arxiv = 0] = await twoPapers();
    await fixtures.listings([{ paper: arxiv, date: '2026-01-05', state: 'REJECTED', submittedBy: ada }]);
    await mergePapers(test.database, listed, arxiv);
    expect(await submissions()).toMatchObject([{ state: 'REJECTED' }, { paper: arxiv, state: 'LISTED' }]);
  });
});

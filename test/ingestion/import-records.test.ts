import { Client } from 'pg';
import { type PaperRecord } from '../../src/ingestion/record';
import { expectCountsToHold } from '../support/invariants';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { arxivRecord, emptyTables, importAll, ordersOf, storedState } from './stored-state';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => emptyTables(test.database));
afterEach(() => expectCountsToHold(test.database));

const TITLE = 'Scaling $\\mu$P';

const listing: PaperRecord = {
  format: 'listing',
  title: TITLE,
  reportedAt: '2026-01-06T00:00:00.000Z',
  abstract: 'Short.',
  authorCount: 2,
  publishedOn: '2026-01-02',
  commentCount: 4,
  listing: { editionDate: '2026-01-06', position: 3 },
};
const api: PaperRecord = {
  format: 'daily-papers-api',
  sourceId: '2601.00001',
  arxivId: '2601.00001',
  title: 'Scaling μP',
  reportedAt: '2026-01-05T00:00:00.000Z',
  publishedOn: '2026-01-02',
  authors: [{ name: 'Wei Wang', sourceAuthorId: 'w1' }, { name: 'José Núñez' }],
  keywords: ['scaling'],
  links: [{ kind: 'CODE', url: 'https://github.com/a/b' }],
  upvoteCount: 12,
  commentCount: 3,
  listing: { editionDate: '2026-01-05', position: 1, submittedAt: '2026-01-05T08:00:00.000Z', submittedByName: 'Ada' },
};
const arxiv = arxivRecord('2601.00001', {
  title: 'Scaling muP',
  reportedAt: '2026-01-03T00:00:00.000Z',
  listedOn: '2026-01-03',
  abstract: 'The whole abstract.',
  authors: [{ name: 'Wei Wang' }, { name: 'Jose Nunez' }],
  authorCount: 2,
  categories: ['cs.LG'],
});
const arxivAgain = { ...arxiv, reportedAt: '2026-01-09T00:00:00.000Z', listedOn: '2026-01-09', title: TITLE };

async function rowsOf(query: string): Promise<unknown[]> {
  return (await test.database.pool.query<Record<string, unknown>>(query)).rows;
}

describe('importRecords', () => {
  it('ends the same whatever comes first, in one batch or in one each', async () => {
    const states: unknown[] = [];
    for (const records of ordersOf([listing, api, arxiv, arxivAgain])) {
      await emptyTables(test.database);
      await importAll(test.database, records);
      states.push(await storedState(test.database));
      await emptyTables(test.database);
      for (const record of records) await importAll(test.database, [record]);
      states.push(await storedState(test.database));
      await expectCountsToHold(test.database);
    }
    expect(states[0]).toMatchObject({
      papers: [
        {
          title: TITLE,
          arxiv_id: '2601.00001',
          abstract: 'The whole abstract.',
          published_on: '2026-01-02',
          upvote_count: 12,
          comment_count: 4,
          submissions: [{ date: '2026-01-05', position: 1, by: 'Ada' }],
          authors: [
            { name: 'Wei Wang', ids: ['huggingface w1'] },
            { name: 'Jose Nunez', ids: null },
          ],
        },
      ],
      editions: [{ date: '2026-01-05', paper_count: 1 }],
    });
    for (const state of states) expect(state).toEqual(states[0]);
  });

  it('counts records of one batch as if they came one after the other', async () => {
    const counts = await importAll(test.database, [arxiv, arxiv, arxivAgain, api, api]);
    expect(counts).toEqual({ added: 1, changed: 2, unchanged: 2, refused: 0 });
  });

  it('moves updatedAt for metadata, not for counts or a repetition', async () => {
    await importAll(test.database, [api]);
    await test.database.pool.query(`update papers set updated_at = '2020-01-01'`);
    await importAll(test.database, [api, { ...api, reportedAt: '2026-02-01T00:00:00.000Z', upvoteCount: 40 }]);
    expect(await rowsOf('select updated_at from papers')).toEqual([{ updated_at: new Date('2020-01-01') }]);
    expect(await rowsOf('select upvote_count from paper_stats')).toEqual([{ upvote_count: 40 }]);
    await importAll(test.database, [arxiv]);
    expect(await rowsOf(`select id from papers where updated_at > '2026-01-01'`)).toHaveLength(1);
  });

  it('records what happened to papers', async () => {
    await importAll(test.database, [listing]);
    await importAll(test.database, [listing]);
    await importAll(test.database, [api]);
    await importAll(test.database, [{ ...api, reportedAt: '2026-01-05T12:00:00.000Z' }]);
    const facts = await rowsOf(
      `select kind, edition_date, paper_id = (select id from papers) and subject_id = paper_id::text as "isIts"
       from changes order by id`,
    );
    expect(facts).toEqual([
      { kind: 'PAPER_ADDED', edition_date: null, isIts: true },
      { kind: 'PAPER_LISTED', edition_date: '2026-01-06', isIts: true },
      { kind: 'PAPER_CHANGED', edition_date: null, isIts: true },
      { kind: 'PAPER_LISTED', edition_date: '2026-01-05', isIts: true },
    ]);
  });

  it('never gives a new slug, and counts up where a title returns', async () => {
    await importAll(test.database, [arxivRecord('2601.00001', { title: 'Trees' })]);
    const renamed = arxivRecord('2601.00001', { title: 'Forests', reportedAt: '2026-01-05T00:00:00.000Z' });
    await importAll(test.database, [renamed, arxivRecord('2601.00002', { title: 'Trees' })]);
    expect(await rowsOf('select title, slug from papers order by id')).toEqual([
      { title: 'Forests', slug: 'trees' },
      { title: 'Trees', slug: 'trees-2' },
    ]);
  });

  it('leaves links and submissions of people alone', async () => {
    await importAll(test.database, [arxiv]);
    await test.database.pool.query(`
      with person as (insert into users (handle, name, submission_count) values ('ada', 'Ada', 1) returning id),
        day as (insert into editions (date, paper_count) values ('2026-01-08', 1) returning date),
        link as (insert into paper_links (paper_id, kind, url, added_by, added_here)
          select papers.id, 'PROJECT', 'https://example.org/', person.id, true from papers, person)
      insert into submissions (paper_id, edition_date, position, state, submitted_by)
      select papers.id, '2026-01-08', 1, 'LISTED', person.id from papers, person, day`);
    await importAll(test.database, [api]);
    const other = [{ kind: 'CODE' as const, url: 'https://github.com/c/d' }];
    await importAll(test.database, [{ ...api, reportedAt: '2026-02-01T00:00:00.000Z', links: other }]);
    expect(await rowsOf('select kind, url from paper_links order by url')).toEqual([
      { kind: 'PROJECT', url: 'https://example.org/' },
      ...other,
    ]);
    expect(await rowsOf('select edition_date, submitted_by_name from submissions')).toEqual([
      { edition_date: '2026-01-08', submitted_by_name: null },
    ]);
    expect(await rowsOf('select date, paper_count from editions')).toEqual([{ date: '2026-01-08', paper_count: 1 }]);
    expect(await rowsOf(`select from changes where kind = 'PAPER_LISTED'`)).toEqual([]);
  });

  it('needs as many statements for many papers as for a few', async () => {
    const statements = jest.spyOn(Client.prototype, 'query');
    const statementsFor = async (from: number, count: number) => {
      statements.mockClear();
      const numbers = Array.from({ length: count }, (_, at) => from + at);
      await importAll(
        test.database,
        numbers.map((number) => ({ ...api, arxivId: `2602.${10_000 + number}`, title: `Paper ${number}` })),
      );
      return statements.mock.calls.length;
    };
    await statementsFor(0, 1);
    const few = await statementsFor(1, 2);
    expect(few).toBeGreaterThan(5);
    expect(await statementsFor(3, 300)).toBe(few);
    statements.mockRestore();
  });
});

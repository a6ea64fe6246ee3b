import { indexMissingPapers } from '../../src/indexing/index-missing';
import { arxivRecord, importAll } from '../ingestion/stored-state';
import { Fixtures } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { Library } from '../search/search-client';

let library: Library;
beforeEach(async () => {
  library = await Library.open();
});
afterEach(() => library.close());

const rowsOf = async (text: string) => (await library.server.database.pool.query<{ count: number }>(text)).rows;

describe('the index', () => {
  it('has a paper from the commit that imports it, and not before', async () => {
    const { database } = library.server;
    const client = await database.pool.connect();
    await client.query('begin; lock table paper_terms in share mode');
    const importing = importAll(database, [arxivRecord('2401.00001', { title: 'Hidden gems' })]);
    expect(await library.titles('gems')).toEqual([]);
    await client.query('commit');
    client.release();
    await importing;
    expect(await library.titles('gems')).toEqual(['Hidden gems']);
  });

  it('follows a paper whose title, abstract, authors or categories change', async () => {
    const { database } = library.server;
    await library.add([
      { title: 'Old words', abstract: 'Stale.', authors: [{ name: 'Ada Byron' }], categories: ['cs.AI'] },
    ]);
    const record = arxivRecord('2401.00001', {
      title: 'New words',
      abstract: 'Fresh.',
      authors: [{ name: 'Ada Lovelace' }],
      categories: ['cs.CL'],
    });
    await importAll(database, [{ ...record, reportedAt: '2030-01-01T00:00:00.000Z' }]);
    for (const gone of ['old', 'stale', 'byron', 'category:cs.AI']) expect(await library.titles(gone)).toEqual([]);
    for (const now of ['new', 'fresh', 'lovelace', 'category:cs.CL'])
      expect(await library.titles(now)).toEqual(['New words']);
    await expectCountsToHold(database);
  });

  it('stays as it is when an import is repeated or only rehearsed', async () => {
    const { database } = library.server;
    const records = [arxivRecord('2401.00001', { title: 'Once and again' })];
    await importAll(database, records);
    const [before] = await rowsOf('select xmin::text::integer as count from paper_terms');
    await importAll(database, records);
    await importAll(database, [arxivRecord('2401.00002', { title: 'Never here' })], { dryRun: true });
    expect(await rowsOf('select xmin::text::integer as count from paper_terms')).toEqual([before]);
    expect(await library.titles('never')).toEqual([]);
  });

  it('counts right whatever imports run at once', async () => {
    const { database } = library.server;
    const batch = (from: number) =>
      Array.from({ length: 40 }, (_, at) =>
        arxivRecord(`2401.${String(from + at).padStart(5, '0')}`, {
          title: `Shared words ${from + (at % 7)}`,
          abstract: 'Alike.',
        }),
      );
    await Promise.all([1, 21, 41, 61].map((from) => importAll(database, batch(from))));
    await expectCountsToHold(database);
    expect((await library.search('shared')).totalCount).toBe(100);
  });
});

describe('indexMissingPapers', () => {
  async function add(count: number): Promise<number[]> {
    return new Fixtures(library.server.database).papers(
      Array.from({ length: count }, (_, number) => ({ title: `Forgotten paper ${number}` })),
    );
  }

  it('writes papers that were there before the index, once', async () => {
    const { database } = library.server;
    await add(900);
    expect(await library.titles('forgotten')).toEqual([]);
    const told: [number, number][] = [];
    expect(await indexMissingPapers(database, { onProgress: (done, total) => told.push([done, total]) })).toBe(900);
    expect(told.at(-1)).toEqual([900, 900]);
    expect(told.length).toBeGreaterThan(1);
    expect((await library.search('forgotten')).totalCount).toBe(900);
    expect(await indexMissingPapers(database)).toBe(0);
    const { rows } = await database.pool.query('select name, count from totals where name like $1 order by name', [
      'indexed%',
    ]);
    expect(rows).toEqual([{ name: 'indexed_papers', count: 900 }]);
  });

  it('goes on where it was ended', async () => {
    const { database } = library.server;
    await add(900);
    const ending = new AbortController();
    const onProgress = (done: number) => (done > 0 ? ending.abort() : undefined);
    const first = await indexMissingPapers(database, { signal: ending.signal, onProgress });
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(900);
    expect(await indexMissingPapers(database)).toBe(900 - first);
    expect((await library.search('forgotten')).totalCount).toBe(900);
  });

  it('reads papers again that an older version of the rules read', async () => {
    const { database } = library.server;
    const [first] = await add(3);
    await indexMissingPapers(database);
    await database.pool.query('update paper_terms set version = version - 1 where paper_id = $1', [first]);
    expect(await indexMissingPapers(database)).toBe(1);
    expect((await library.search('forgotten')).totalCount).toBe(3);
    expect(await rowsOf('select count(*)::integer from paper_tokens')).toEqual([{ count: 3 }]);
  });

  it('stands beside imports of the same papers', async () => {
    const { database } = library.server;
    await add(300);
    await Promise.all([
      indexMissingPapers(database),
      indexMissingPapers(database),
      library.add(Array.from({ length: 100 }, (_, number) => ({ title: `Remembered paper ${number}` }))),
    ]);
    expect((await library.search('paper')).totalCount).toBe(400);
    const { rows } = await database.pool.query(`select * from totals where name = 'indexed_papers'`);
    expect(rows).toMatchObject([{ count: 400 }]);
  });
});

import { type RecordAuthor } from '../../../src/ingestion/record';
import { expectCountsToHold, expectNamesToBeFound } from '../../support/invariants';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { arxivRecord, emptyTables, importAll } from '../stored-state';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => emptyTables(test.database));
afterEach(async () => {
  await expectCountsToHold(test.database);
  await expectNamesToBeFound(test.database);
});

/** Imports a paper for each list of authors; a name is enough where nothing else is known. */
async function importAuthors(...papers: (string | RecordAuthor)[][]): Promise<void> {
  await importAll(
    test.database,
    papers.map((authors, at) =>
      arxivRecord(`2601.0000${at + 1}`, {
        reportedAt: new Date().toISOString(),
        authors: authors.map((author) => (typeof author === 'string' ? { name: author } : author)),
      }),
    ),
  );
}

/** Each author once, as `name`, with how many papers name them. */
async function authors(): Promise<[string, number][]> {
  const { rows } = await test.database.pool.query<{ name: string; paper_count: number }>(
    'select name, paper_count from authors order by name, paper_count',
  );
  return rows.map((row) => [row.name, row.paper_count]);
}

describe('writeAuthorships', () => {
  it('takes equal names for one author, but not on one paper', async () => {
    await importAuthors(['Wei Wang', 'Ada', 'Wei Wang'], ['Wei Wang'], ['wei wang']);
    expect(await authors()).toEqual([
      ['Ada', 1],
      ['Wei Wang', 1],
      ['Wei Wang', 2],
      ['wei wang', 1],
    ]);
  });

  it('knows a person by the id at a source, whatever the name', async () => {
    const wei = (name: string) => ({ name, sourceAuthorId: 'w' });
    await importAuthors([wei('Wei Wang')], [wei('W. Wang')], [wei('Wei Wang')], ['Wei Wang']);
    expect(await authors()).toEqual([
      ['Wei Wang', 1],
      ['Wei Wang', 3],
    ]);
  });

  it('puts nobody on a paper twice, even where a source does', async () => {
    const wei = { name: 'Wei Wang', sourceAuthorId: 'w' };
    await importAuthors([wei, wei, 'Wei Wang'], ['Wei Wang'], [wei]);
    expect(await authors()).toEqual([
      ['Wei Wang', 1],
      ['Wei Wang', 2],
      ['Wei Wang', 2],
    ]);
  });

  it('lets the authors of a paper change places', async () => {
    await importAuthors(['Ada', 'Bo', 'Cy']);
    await importAuthors(['Bo', 'Ada', 'Cy']);
    expect((await positions()).map((row) => row.name)).toEqual(['Bo', 'Ada', 'Cy']);
  });

  it('calls a person what most papers call them, whatever came first', async () => {
    const ada = (name: string) => ({ name, orcid: '0000-0002-1825-0097' });
    await importAuthors([ada('A. Lovelace')]);
    await importAuthors([ada('A. Lovelace')], [ada('Ada Lovelace')], [ada('Ada Lovelace')]);
    expect(await authors()).toEqual([['Ada Lovelace', 3]]);
  });

  it('learns that an ORCID iD and an id at a source are one person', async () => {
    const orcid = '0000-0002-1825-0097';
    await importAuthors(
      [{ name: 'Ada', sourceAuthorId: 'a' }],
      [{ name: 'Ada', sourceAuthorId: 'a', orcid }],
      [{ name: 'Ada', orcid }],
    );
    expect(await authors()).toEqual([['Ada', 3]]);
  });

  it('does not make two people with differing ORCID iDs one', async () => {
    await importAuthors(
      [{ name: 'Ada', sourceAuthorId: 'a', orcid: '0000-0002-1825-0097' }],
      [{ name: 'Ada', sourceAuthorId: 'a', orcid: '0000-0001-5109-3700' }],
    );
    expect(await authors()).toEqual([
      ['Ada', 1],
      ['Ada', 1],
    ]);
  });

  it('replaces the authors of a paper where they change, and keeps the rest', async () => {
    await importAuthors(['Ada', 'Bo', 'Cy'], ['Cy']);
    const before = await positions();
    await importAuthors(['Ada', 'Dee']);
    expect(await authors()).toEqual([
      ['Ada', 1],
      ['Bo', 0],
      ['Cy', 1],
      ['Dee', 1],
    ]);
    const after = await positions();
    expect(after.map((row) => row.name)).toEqual(['Ada', 'Dee', 'Cy']);
    expect(after[0]).toEqual(before[0]);
  });

  async function positions() {
    const { rows } = await test.database.pool.query<{ name: string; xmin: string }>(
      'select name_as_printed as name, xmin from authorships order by paper_id, position',
    );
    return rows;
  }
});

import { assignSlugs } from '../../../src/ingestion/writing/assign-slugs';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { arxivRecord, importAll } from '../stored-state';

describe('assignSlugs', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    const titles = ['Attention', 'Attention', 'Attention 4', 'Graphs'];
    await importAll(
      test.database,
      titles.map((title, at) => arxivRecord(`2601.0000${at + 1}`, { title })),
    );
  });
  afterAll(() => test.drop());

  const slugsFor = (...titles: string[]) => assignSlugs(test.database.pool, titles);

  it('takes the title where nobody has that', async () => {
    expect(await slugsFor('On Trees')).toEqual(['on-trees']);
  });

  it('counts up past those that are taken, in the database and in the batch', async () => {
    expect(await slugsFor('Attention', 'Attention', 'Graphs')).toEqual(['attention-3', 'attention-5', 'graphs-2']);
  });

  it('gives none twice where a title ends in a number that another would get', async () => {
    const slugs = await slugsFor('Trees', 'Trees 2', 'Trees', 'Trees 2', 'Trees 3', 'Trees');
    expect(slugs).toEqual(['trees', 'trees-2', 'trees-3', 'trees-2-2', 'trees-3-2', 'trees-4']);
    const turned = await slugsFor('Trees 2', 'Trees 3', 'Trees', 'Trees', 'Trees');
    expect(turned).toEqual(['trees-2', 'trees-3', 'trees', 'trees-4', 'trees-5']);
  });

  it('gives a thousand titles that differ in their numbers a slug each', async () => {
    const slugs = await slugsFor(...Array.from({ length: 1_000 }, (_, at) => `Notes ${at}`), 'Notes', 'Notes');
    expect(new Set(slugs).size).toBe(1_002);
    expect(slugs.slice(-2)).toEqual(['notes', 'notes-1000']);
  });
});

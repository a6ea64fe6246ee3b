import { statementsOf } from '../support/count-statements';
import { Library } from './search-client';

let library: Library;
beforeAll(async () => {
  library = await Library.open();
  await library.add(
    Array.from({ length: 1100 }, (_, number) => ({
      title: `Graphs and kernels ${number}`,
      abstract: number % 2 ? 'Sparse spectra of them.' : 'Their dense images and speech.',
      categories: ['cs.LG'],
      publishedOn: '2024-01-01',
    })),
  );
});
afterAll(() => library.close());

/** Sends a search for no more than its edges. */
const countOf = async (query: string, args = '') =>
  (
    await statementsOf(() =>
      library.server.data(
        `query ($query: String) { search(query: $query ${args}) { edges { cursor score node { title } } pageInfo { endCursor } } }`,
        { query },
      ),
    )
  ).length;

const NAMED = 1;
const COUNTS = 1;
const CANDIDATES = 1;
const PAGE = 1;
const FEEDBACK = 1;
const FILTER = 1;

describe('the statements of a search', () => {
  it.each([
    ['a few words', 'sparse graphs', '', NAMED + COUNTS + CANDIDATES + PAGE],
    ['a sentence', 'sparse graphs and dense kernels of images', '', NAMED + COUNTS + CANDIDATES + FEEDBACK + PAGE],
    ['a hundred of them', 'sparse graphs', 'first: 100', NAMED + COUNTS + CANDIDATES + PAGE],
    [
      'a filter that the index knows',
      'sparse graphs',
      'filter: { categories: ["cs.LG"] }',
      NAMED + COUNTS + CANDIDATES + PAGE,
    ],
    ['another filter', 'sparse graphs', 'filter: { minUpvotes: 0 }', NAMED + COUNTS + FILTER + CANDIDATES + PAGE],
    ['another order', 'sparse graphs', 'orderBy: { field: UPVOTES }', NAMED + COUNTS + CANDIDATES + PAGE],
    ['an identifier', '2401.00001', '', NAMED + COUNTS + CANDIDATES + PAGE],
  ])('of %s', async (_, query, args, statements) => {
    expect(await countOf(query, args)).toBe(statements);
  });

  it('are fewer on the next page, whose plan is in the cursor', async () => {
    const query = 'sparse graphs and dense kernels of images';
    const { pageInfo } = await library.search(query, 'first: 5');
    expect(await countOf(query, `first: 5 after: "${pageInfo.endCursor}"`)).toBe(NAMED + CANDIDATES + PAGE);
  });

  it('are one more for facets, and none for the count and highlights', async () => {
    const ask = (fields: string) =>
      statementsOf(() => library.server.data(`{ search(query: "sparse") { nodes { title } ${fields} } }`));
    const plain = (await ask('')).length;
    expect((await ask('facets { years { year } }')).length).toBe(plain + 1);
    expect((await ask('totalCount edges { highlights { field } }')).length).toBe(plain);
  });
});

import { Fixtures } from '../support/fixtures';
import { nodeId } from '../../src/graphql/node';
import { Library } from './search-client';

/** More papers than are scored whatever they are found by, so that both ways of filtering are walked. */
const COUNT = 1200;
const CATEGORIES = ['cs.LG', 'cs.CV', 'math.CO', 'quant-ph'];
const RARE = 7;

const papers = Array.from({ length: COUNT }, (_, number) => ({
  title: `${number % 3 === 0 ? 'Sparse' : 'Dense'} graphs ${number}`,
  abstract: number % 2 === 0 ? 'Their spectra.' : 'Their spectra, by kernels.',
  categories: [CATEGORIES[number % CATEGORIES.length]!, ...(number % 400 === RARE ? ['hep-th'] : [])],
  publishedOn: `20${10 + (number % 15)}-0${1 + (number % 9)}-15`,
  authors: [{ name: `Person ${number % 50}` }],
  upvoteCount: number % 10,
  ...(number % 5 === 0 ? { links: [{ kind: 'CODE' as const, url: `https://example.org/${number}` }] } : {}),
}));

type Shape = (typeof papers)[number];
const isSparse = ({ title }: Shape) => title.startsWith('Sparse');

let library: Library;
beforeAll(async () => {
  library = await Library.open();
  await library.add(papers);
});
afterAll(() => library.close());

describe('the filter of a search', () => {
  const cases: [string, (paper: Shape) => boolean][] = [
    ['categories: ["cs"]', ({ categories }) => categories.some((category) => category.startsWith('cs.'))],
    ['categories: ["hep-th"]', ({ categories }) => categories.includes('hep-th')],
    ['categories: ["math.CO", "quant-ph"]', ({ categories }) => /math|quant/.test(categories[0] ?? '')],
    ['hasCode: true', (paper) => 'links' in paper],
    ['hasCode: false', (paper) => !('links' in paper)],
    ['minUpvotes: 8', ({ upvoteCount }) => upvoteCount >= 8],
    [
      'publishedOn: { from: "2012-03-01", to: "2013-02-28" }',
      ({ publishedOn }) => publishedOn >= '2012-03-01' && publishedOn <= '2013-02-28',
    ],
    [
      'publishedOn: { from: "2011-01-01", to: "2020-12-31" }',
      ({ publishedOn }) => publishedOn >= '2011' && publishedOn < '2021',
    ],
    ['publishedOn: { from: "2020-01-01" }', ({ publishedOn }) => publishedOn >= '2020'],
    ['publishedOn: { to: "2010-12-31" }', ({ publishedOn }) => publishedOn < '2011'],
    [
      'categories: ["cs.LG"], minUpvotes: 5, hasCode: false',
      (paper) => paper.categories[0] === 'cs.LG' && paper.upvoteCount >= 5 && !('links' in paper),
    ],
    ['categories: [], authorId: null', () => true],
    ['categories: ["none"]', () => false],
  ];

  it.each(cases)('%s leaves what fits, of what is found', async (filter, fits) => {
    const wanted = papers.filter((paper) => isSparse(paper) && fits(paper));
    const found = await library.search('"sparse graphs"', `first: 100 filter: { ${filter} }`);
    expect(found.totalCount).toBe(wanted.length);
    expect(found.totalCountIsLowerBound).toBe(false);
    const titles = new Set(wanted.map(({ title }) => title));
    expect(found.nodes).toHaveLength(Math.min(100, wanted.length));
    expect(found.nodes.filter(({ title }) => !titles.has(title))).toEqual([]);
  });

  it('takes an author', async () => {
    const { rows } = await library.server.database.pool.query<{ id: number }>(
      `select id from authors where name = 'Person 6'`,
    );
    const filter = `filter: { authorId: "${nodeId('Author', rows[0]?.id ?? 0)}" }`;
    expect((await library.search('sparse', filter)).totalCount).toBe(
      papers.filter((paper, number) => number % 50 === 6 && isSparse(paper)).length,
    );
    expect((await library.search('sparse', 'filter: { authorId: "none" }')).totalCount).toBe(0);
  });

  it('takes the day of the edition', async () => {
    await new Fixtures(library.server.database).listings([
      { paper: 1, date: '2025-01-01' },
      { paper: 2, date: '2025-01-01' },
    ]);
    const filter = 'filter: { editionDate: { from: "2025-01-01", to: "2025-01-01" } }';
    expect(await library.titles('graphs', filter)).toHaveLength(2);
    expect(await library.titles('sparse', filter)).toEqual(['Sparse graphs 0']);
  });

  it('holds for a paper that the query names as well', async () => {
    expect(await library.titles('2401.00001', 'filter: { minUpvotes: 1 }')).toEqual([]);
    expect(await library.titles('Sparse graphs 0', 'filter: { minUpvotes: 9 }')).not.toContain('Sparse graphs 0');
  });

  it('stands for all papers without words, the newest first', async () => {
    const found = await library.search('', 'first: 100 filter: { categories: ["hep-th"] }');
    const wanted = papers.filter(({ categories }) => categories.includes('hep-th'));
    expect(found.nodes.map(({ title }) => title)).toEqual(
      wanted.toSorted((one, other) => (one.publishedOn < other.publishedOn ? 1 : -1)).map(({ title }) => title),
    );
  });

  it('is refused where a range ends before it begins', async () => {
    const filter = 'filter: { publishedOn: { from: "2025-01-02", to: "2025-01-01" } }';
    expect(await library.errorOf('sparse', filter)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('says that there may be more where more fit than are ranked', async () => {
    const found = await library.search('graphs');
    expect(found).toMatchObject({ totalCount: 1000, totalCountIsLowerBound: true });
  });
});

describe('facets', () => {
  it('count what was found, whatever the page', async () => {
    const query = `query { search(query: "\\"sparse graphs\\"", first: 1, filter: { categories: ["cs.LG", "hep-th"] }) {
      totalCount facets { years { year paperCount } categories { category paperCount } hasCode { hasCode paperCount } } } }`;
    interface Facets {
      years: { year: number; paperCount: number }[];
      categories: { category: string; paperCount: number }[];
      hasCode: { hasCode: boolean; paperCount: number }[];
    }
    const { search } = await library.server.data<{ search: { totalCount: number; facets: Facets } }>(query);
    const wanted = papers.filter((paper) => isSparse(paper) && /cs\.LG|hep-th/.test(paper.categories.join()));
    const countOf = (fits: (paper: Shape) => boolean) => wanted.filter(fits).length;
    expect(search.totalCount).toBe(wanted.length);
    for (const { year, paperCount } of search.facets.years) {
      expect(paperCount).toBe(countOf(({ publishedOn }) => publishedOn.startsWith(String(year))));
    }
    for (const { category, paperCount } of search.facets.categories) {
      expect(paperCount).toBe(countOf(({ categories }) => categories.includes(category)));
    }
    const sum = (rows: { paperCount: number }[]) => rows.reduce((total, { paperCount }) => total + paperCount, 0);
    expect(sum(search.facets.years)).toBe(wanted.length);
    expect(search.facets.hasCode).toEqual([
      { hasCode: false, paperCount: countOf((paper) => !('links' in paper)) },
      { hasCode: true, paperCount: countOf((paper) => 'links' in paper) },
    ]);
    const counts = search.facets.years.map(({ paperCount }) => paperCount);
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
  });
});

describe('an order other than by relevance', () => {
  it('puts those in order that have as many of the words as any has', async () => {
    const found = await library.search(
      'sparse kernels',
      'first: 100 filter: { categories: ["hep-th", "cs.LG"] } orderBy: { field: UPVOTES }',
    );
    const wanted = papers.filter(
      (paper) => isSparse(paper) && paper.abstract.includes('kernels') && /cs\.LG|hep-th/.test(paper.categories.join()),
    );
    expect(new Set(found.nodes.map(({ title }) => title))).toEqual(new Set(wanted.map(({ title }) => title)));
    const upvotes = new Map(papers.map(({ title, upvoteCount }) => [title, upvoteCount]));
    const counts = found.nodes.map(({ title }) => upvotes.get(title) ?? NaN);
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
  });
});

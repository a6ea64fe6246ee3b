import { nodeId } from '../../src/graphql/node';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let authors: number[];
beforeAll(async () => {
  server = await startTestServer();
  const fixtures = new Fixtures(server.database);
  const [a = 0, b = 0, c = 0, d = 0] = await fixtures.papers([
    { title: 'a', publishedOn: '2025-01-01', categories: ['cs.LG', 'stat.ML'], importedUpvotes: 9 },
    { title: 'b', publishedOn: '2025-01-02', categories: ['csx.AI'], importedUpvotes: 4 },
    { title: 'c', publishedOn: '2025-01-03', categories: ['cs'] },
    { title: 'd', publishedOn: null, categories: [] },
  ]);
  await fixtures.listings([
    { paper: a, date: '2025-02-01' },
    { paper: b, date: '2025-02-02' },
    { paper: c, date: '2025-02-01', state: 'REJECTED' },
  ]);
  authors = await fixtures.authors([{ name: 'Ada' }, { name: 'Bo' }]);
  const [ada = 0, bo = 0] = authors;
  await fixtures.authorships([ada, bo].map((author) => ({ paper: a, author })));
  await fixtures.authorships([{ paper: d, author: bo }]);
  await fixtures.links([
    { paper: b, url: 'https://example.org/code', kind: 'CODE' },
    { paper: b, url: 'https://example.org/more', kind: 'CODE' },
    { paper: c, url: 'https://example.org/page', kind: 'PROJECT' },
  ]);
  const [user = 0] = await fixtures.users(['voter']);
  await fixtures.upvotes([b, c].map((paper) => ({ paper, user })));
});
afterAll(() => server.close());

interface Answer {
  papers: { nodes: { title: string }[]; totalCount: number };
}

const PAPERS =
  'query ($filter: PaperFilter) { papers(filter: $filter, orderBy: { field: CREATED_AT, direction: ASC }) { nodes { title } totalCount } }';

/** The titles that a filter leaves; they are one letter each. */
async function titles(filter: object | null): Promise<string> {
  const { papers } = await server.data<Answer>(PAPERS, { filter });
  expect(papers.totalCount).toBe(papers.nodes.length);
  return papers.nodes.map((paper) => paper.title).join('');
}

describe('PaperFilter', () => {
  it.each([
    null,
    {},
    { categories: [] },
    { categories: null, authorId: null, hasCode: null, minUpvotes: null, publishedOn: null, editionDate: null },
    { publishedOn: {}, editionDate: { from: null, to: null } },
  ])('does not constrain by %j', async (filter) => {
    expect(await titles(filter)).toBe('abcd');
  });

  it.each([
    [{ publishedOn: { from: '2025-01-02', to: '2025-01-03' } }, 'bc'],
    [{ publishedOn: { from: '2025-01-02', to: '2025-01-02' } }, 'b'],
    [{ publishedOn: { from: '2025-01-02' } }, 'bc'],
    [{ publishedOn: { to: '2025-01-02' } }, 'ab'],
    [{ publishedOn: { from: '2026-01-01' } }, ''],
  ])('keeps days of publication within %j, both ends included and unknown days left out', async (filter, left) => {
    expect(await titles(filter)).toBe(left);
  });

  it.each([
    [{ editionDate: { from: '2025-02-01', to: '2025-02-02' } }, 'ab'],
    [{ editionDate: { from: '2025-02-01', to: '2025-02-01' } }, 'a'],
    [{ editionDate: { from: '2025-02-02' } }, 'b'],
    [{ editionDate: { to: '2025-02-01' } }, 'a'],
    [{ editionDate: { to: '2025-01-31' } }, ''],
  ])('keeps editions within %j, rejected submissions left out', async (filter, left) => {
    expect(await titles(filter)).toBe(left);
  });

  it.each([
    [['cs'], 'ac'],
    [['cs.LG'], 'a'],
    [['stat'], 'a'],
    [['csx'], 'b'],
    [['csx.AI', 'cs'], 'abc'],
    [['c'], ''],
    [['cs.'], ''],
    [['CS'], ''],
    [['cs.%'], ''],
    [['no.such', ''], ''],
  ])('keeps the categories %j, each with what is below it', async (categories, left) => {
    expect(await titles({ categories })).toBe(left);
  });

  it('keeps the papers of an author', async () => {
    const [ada = 0, bo = 0] = authors;
    expect(await titles({ authorId: nodeId('Author', ada) })).toBe('a');
    expect(await titles({ authorId: nodeId('Author', bo) })).toBe('ad');
  });

  it.each(['', 'nonsense', nodeId('Author', 999_999), nodeId('Paper', 1)])(
    'leaves nothing for the author %j',
    async (authorId) => {
      expect(await titles({ authorId })).toBe('');
    },
  );

  it('tells papers with code from those without', async () => {
    expect(await titles({ hasCode: true })).toBe('b');
    expect(await titles({ hasCode: false })).toBe('acd');
  });

  it.each([
    [-1, 'abcd'],
    [0, 'abcd'],
    [1, 'abc'],
    [5, 'ab'],
    [6, 'a'],
    [10, ''],
    [2_147_483_647, ''],
  ])('keeps at least %d upvotes, imported ones and ours together', async (minUpvotes, left) => {
    expect(await titles({ minUpvotes })).toBe(left);
  });

  it('holds all conditions together', async () => {
    expect(await titles({ categories: ['cs'], minUpvotes: 1 })).toBe('ac');
    expect(await titles({ categories: ['cs'], minUpvotes: 1, publishedOn: { from: '2025-01-02' } })).toBe('c');
    expect(await titles({ categories: ['cs'], hasCode: true })).toBe('');
    const authorId = nodeId('Author', authors[1] ?? 0);
    expect(await titles({ authorId, hasCode: false, editionDate: { from: '2025-02-01' } })).toBe('a');
  });

  it.each(['publishedOn', 'editionDate'])('refuses a range of %s that ends before it begins', async (field) => {
    const { errors } = await server.ask(PAPERS, { filter: { [field]: { from: '2025-01-02', to: '2025-01-01' } } });
    expect(errors?.[0]?.message).toBe(
      `"filter.${field}" goes from "2025-01-02" to "2025-01-01"; the first day must not be after the last.`,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: `filter.${field}` });
  });

  it.each(['2025-02-30', '0000-01-01', '2025-1-1', 'today', ''])('refuses the day %j with a sentence', async (from) => {
    const { errors } = await server.ask(PAPERS, { filter: { publishedOn: { from } } });
    expect(errors?.[0]?.message).toContain(`${JSON.stringify(from)} is no calendar date; one looks like "2025-12-10".`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

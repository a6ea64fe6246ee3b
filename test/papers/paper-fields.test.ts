import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
});
afterAll(() => server.close());

const paper = async (slug: string, selection: string) =>
  (await server.data<{ paper: object }>(`{ paper(slug: "${slug}") { ${selection} } }`)).paper;

describe('Paper', () => {
  it('shows what is known, and null or empty lists for what is not', async () => {
    await fixtures.papers([
      {
        title: 'Known $x^2$ — ü',
        publishedOn: '2025-01-02',
        categories: ['cs.LG', 'cs.AI'],
        importedUpvotes: 3,
        importedComments: 2,
      },
      { title: 'Bare' },
    ]);
    const selection = `title url publishedOn publishedYear categories keywords abstract arxivId doi authorCount
      upvoteCount importedUpvoteCount commentCount importedCommentCount viewerHasUpvoted createdAt submission { id }
      links { id } authors { totalCount } comments { totalCount } upvotes { totalCount }`;
    const empty = { totalCount: 0 };
    const unknown = {
      abstract: null,
      arxivId: null,
      doi: null,
      authorCount: null,
      submission: null,
      keywords: [],
      links: [],
    };
    const alike = {
      ...unknown,
      authors: empty,
      comments: empty,
      upvotes: empty,
      viewerHasUpvoted: false,
      createdAt: '2025-01-01T00:00:00.000Z',
    };
    expect(await paper('fixture-1', selection)).toEqual({
      ...alike,
      ...{ title: 'Known $x^2$ — ü', url: 'https://papers.example/papers/fixture-1', categories: ['cs.LG', 'cs.AI'] },
      ...{ publishedOn: '2025-01-02', publishedYear: 2025 },
      ...{ upvoteCount: 3, importedUpvoteCount: 3, commentCount: 2, importedCommentCount: 2 },
    });
    expect(await paper('fixture-2', selection)).toEqual({
      ...alike,
      ...{ title: 'Bare', url: 'https://papers.example/papers/fixture-2', categories: [] },
      ...{ publishedOn: null, publishedYear: null },
      ...{ upvoteCount: 0, importedUpvoteCount: 0, commentCount: 0, importedCommentCount: 0 },
    });
  });

  it('lists its links in the order of their adding, with who added them', async () => {
    const [id = 0] = await fixtures.papers([{}]);
    const [user = 0] = await fixtures.users(['linker']);
    await fixtures.links([
      { paper: id, url: 'https://example.org/z', kind: 'VIDEO', addedBy: user },
      { paper: id, url: 'https://example.org/a' },
    ]);
    expect(await paper('fixture-3', 'links { kind url addedBy { handle } }')).toEqual({
      links: [
        { kind: 'VIDEO', url: 'https://example.org/z', addedBy: { handle: 'linker' } },
        { kind: 'CODE', url: 'https://example.org/a', addedBy: null },
      ],
    });
  });

  it('names each source once, by its newest report that gave an id', async () => {
    const [id = 0] = await fixtures.papers([{ title: 'Reported' }]);
    await server.database.pool.query(
      `insert into paper_sources (paper_id, format, name, source_id, fetched_at, record) values
        ($1, 'daily-papers-api', 'huggingface', '2606.00467', '2025-01-01T00:00:00Z', '{}'),
        ($1, 'arxiv-lines', 'arxiv', '2606.00467', '2025-01-02T00:00:00Z', '{}')`,
      [id],
    );
    expect(await paper('fixture-4', 'sources { name sourceId fetchedAt }')).toEqual({
      sources: [
        { name: 'arxiv', sourceId: '2606.00467', fetchedAt: '2025-01-02T00:00:00.000Z' },
        { name: 'huggingface', sourceId: '2606.00467', fetchedAt: '2025-01-01T00:00:00.000Z' },
      ],
    });
  });
});

import { nodeId } from '../../src/graphql/node';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let papers: number[];
let authors: number[];
beforeAll(async () => {
  server = await startTestServer();
  const fixtures = new Fixtures(server.database);
  papers = await fixtures.papers([
    { title: 'Old', publishedOn: '2024-01-01' },
    { title: 'New', publishedOn: '2025-01-01' },
  ]);
  authors = await fixtures.authors([{ name: 'Zoë' }, { name: 'Ada' }]);
  const [old = 0, fresh = 0] = papers;
  const [zoe = 0, ada = 0] = authors;
  await fixtures.authorships([
    { paper: old, author: zoe, affiliation: 'Somewhere' },
    { paper: old, author: ada },
    { paper: fresh, author: ada },
  ]);
  await server.database.pool.query(
    `update authorships set name_as_printed = 'A. Lovelace' where paper_id = $1 and position = 2`,
    [old],
  );
});
afterAll(() => server.close());

describe('Paper.authors', () => {
  it('are in the order of the paper, with what it prints', async () => {
    const query = `{ paper(id: "${nodeId('Paper', papers[0] ?? 0)}") { authorCount authors { totalCount edges {
      position nameAsPrinted affiliation authorship { id } node { name paperCount }
    } } } }`;
    const { paper } = await server.data<{ paper: object }>(query);
    const authorship = (position: number) => ({ id: nodeId('Authorship', `${papers[0]}.${position}`) });
    expect(paper).toEqual({
      authorCount: 2,
      authors: {
        totalCount: 2,
        edges: [
          {
            position: 1,
            nameAsPrinted: 'Zoë',
            affiliation: 'Somewhere',
            authorship: authorship(1),
            node: { name: 'Zoë', paperCount: 1 },
          },
          {
            position: 2,
            nameAsPrinted: 'A. Lovelace',
            affiliation: null,
            authorship: authorship(2),
            node: { name: 'Ada', paperCount: 2 },
          },
        ],
      },
    });
  });
});

describe('Author.papers', () => {
  const titles = async (args: string) => {
    const query = `{ author(id: "${nodeId('Author', authors[1] ?? 0)}") { papers${args} { totalCount edges { position nameAsPrinted node { title } } } } }`;
    const { author } = await server.data<{
      author: { papers: { totalCount: number; edges: { node: { title: string } }[] } };
    }>(query);
    return author.papers;
  };

  it('are the newest first, with the place of the author on each', async () => {
    expect(await titles('')).toEqual({
      totalCount: 2,
      edges: [
        { position: 1, nameAsPrinted: 'Ada', node: { title: 'New' } },
        { position: 2, nameAsPrinted: 'A. Lovelace', node: { title: 'Old' } },
      ],
    });
  });

  it('take an order of their own', async () => {
    const { edges } = await titles('(orderBy: { field: PUBLISHED_ON, direction: ASC })');
    expect(edges.map((edge) => edge.node.title)).toEqual(['Old', 'New']);
  });
});

describe('Authorship', () => {
  it('leads to its paper and its author, from either side', async () => {
    const part = '{ edges { authorship { id position nameAsPrinted affiliation paper { title } author { name } } } }';
    const { paper } = await server.data<{ paper: { authors: { edges: object[] } } }>(
      `{ paper(slug: "fixture-1") { authors ${part} } }`,
    );
    const { author } = await server.data<{ author: { papers: { edges: object[] } } }>(
      `{ author(id: "${nodeId('Author', authors[0] ?? 0)}") { papers ${part} } }`,
    );
    expect(paper.authors.edges[0]).toMatchObject({
      authorship: { paper: { title: 'Old' }, author: { name: 'Zoë' }, affiliation: 'Somewhere' },
    });
    expect(author.papers.edges).toEqual([paper.authors.edges[0]]);
  });
});

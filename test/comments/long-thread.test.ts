import { nodeId } from '../../src/graphql/node';
import { statementsOf } from '../support/count-statements';
import { CommentRow, Fixtures, upTo } from '../support/fixtures';
import { rowsReadBy } from '../support/rows-read';
import { startTestServer, TestServer } from '../support/test-server';

const SIZE = 10_000;
const DEEP = 500;

let server: TestServer;
/** A thread that is nested one deep, and one that is 500 deep. */
let papers: number[];
beforeAll(async () => {
  server = await startTestServer();
  const fixtures = new Fixtures(server.database);
  papers = await fixtures.papers([{}, {}]);
  const [flat = 0, deep = 0] = papers;
  const roots = upTo(SIZE / 10);
  const written: CommentRow[] = [
    ...roots.map(() => ({ paper: flat })),
    ...upTo(SIZE - roots.length).map((number) => ({ paper: flat, parent: 1 + (number % roots.length), depth: 1 })),
    ...upTo(SIZE).map((number) => {
      const depth = (number - 1) % DEEP;
      return { paper: deep, parent: depth === 0 ? null : SIZE + number - 1, depth };
    }),
  ];
  await fixtures.comments(written.map((row) => ({ ...row, author: null })));
  // As PostgreSQL does by itself a while after so many rows came.
  await server.database.pool.query('analyze');
}, 120_000);
afterAll(() => server.close());

interface Page {
  nodes: { id: string; depth: number; parent: { id: string } | null }[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const pageOf = async (paper: number, args: string) => {
  const query = `{ paper(id: "${nodeId('Paper', paper)}") { comments(${args}) { nodes { id depth parent { id } } pageInfo { endCursor hasNextPage } } } }`;
  return (await server.data<{ paper: { comments: Page } }>(query)).paper.comments;
};

async function wholeThread(paper: number, order: string): Promise<Page['nodes']> {
  let page = await pageOf(paper, `first: 100 ${order}`);
  const nodes = [...page.nodes];
  while (page.pageInfo.hasNextPage) {
    page = await pageOf(paper, `first: 100 after: "${page.pageInfo.endCursor}" ${order}`);
    nodes.push(...page.nodes);
  }
  return nodes;
}

describe('a thread of 10,000 comments', () => {
  it.each(['ASC', 'DESC'])(
    'is read page by page as a whole, each comment after its parent, %s',
    async (direction) => {
      for (const paper of papers) {
        const nodes = await wholeThread(paper, `orderBy: { field: CREATED_AT, direction: ${direction} }`);
        expect(new Set(nodes.map((node) => node.id)).size).toBe(SIZE);
        const open: string[] = [];
        for (const { id, depth, parent } of nodes) {
          expect(parent?.id).toBe(open[depth - 1]);
          open.splice(depth, Infinity, id);
        }
      }
    },
    60_000,
  );

  it.each(['CREATED_AT', 'UPVOTES'])('takes one statement a page, in the order %s', async (field) => {
    for (const paper of papers) {
      const order = `orderBy: { field: ${field} }`;
      const { endCursor } = (await pageOf(paper, `first: 100 ${order}`)).pageInfo;
      const query = `{ node(id: "${nodeId('Paper', paper)}") { ... on Paper { comments(first: 100 after: "${endCursor}" ${order}) { nodes { id } } } } }`;
      const statements = await statementsOf(() => server.data(query));
      expect(statements.filter((text) => text.includes('comments'))).toHaveLength(1);
      expect(statements).toHaveLength(2);
    }
  });

  it('reads as many rows as a page shows and one more, however deep the page lies', async () => {
    for (const paper of papers) {
      let { endCursor } = (await pageOf(paper, 'first: 100')).pageInfo;
      for (let page = 0; page < 40; page++)
        ({ endCursor } = (await pageOf(paper, `first: 100 after: "${endCursor}"`)).pageInfo);
      const query = `{ paper(id: "${nodeId('Paper', paper)}") { comments(first: 100 after: "${endCursor}") { nodes { id } } } }`;
      const statements = await statementsOf(() => server.data(query));
      const [, place = ''] = JSON.parse(Buffer.from(endCursor ?? '', 'base64url').toString()) as string[];
      const values = [[paper], Buffer.from(place, 'base64url'), 101];
      const text = statements.find((one) => one.includes('comments')) ?? '';
      expect(await rowsReadBy(server.database, ['comments'], text, values)).toBe(101);
    }
  });
});

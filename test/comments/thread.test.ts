import fc from 'fast-check';
import { nodeId } from '../../src/graphql/node';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
});
afterAll(() => server.close());
beforeEach(() => fixtures.clear());

interface Thread {
  nodes: { id: string; depth: number; parent: { id: string } | null }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

async function threadOf(paper: number, args: string): Promise<Thread> {
  const query = `{ paper(id: "${nodeId('Paper', paper)}") { comments(${args}) {
    nodes { id depth parent { id } } totalCount pageInfo { hasNextPage endCursor }
  } } }`;
  return (await server.data<{ paper: { comments: Thread } }>(query)).paper.comments;
}

interface Said {
  id: number;
  parent: number | null;
  depth: number;
  createdAt: string;
}

/** Each comment with its replies after it, siblings by time and then by id. */
function flattened(said: Said[], direction: 'ASC' | 'DESC', parent: number | null = null): Said[] {
  const sign = direction === 'ASC' ? 1 : -1;
  const siblings = said.filter((comment) => comment.parent === parent);
  siblings.sort((a, b) => sign * (a.createdAt === b.createdAt ? a.id - b.id : a.createdAt < b.createdAt ? -1 : 1));
  return siblings.flatMap((comment) => [comment, ...flattened(said, direction, comment.id)]);
}

/** Says things in turn, some at the same time, each on the paper itself or in reply to something said before. */
async function say(paper: number, turns: { replyTo: number; at: number }[]): Promise<Said[]> {
  const said: Said[] = [];
  const times = turns.map((turn) => turn.at).sort();
  for (const [index, { replyTo }] of turns.entries()) {
    const at = times[index];
    const parent = replyTo < index ? (said[replyTo] ?? null) : null;
    const row = {
      parent: parent?.id ?? null,
      depth: parent ? parent.depth + 1 : 0,
      createdAt: `2025-01-01T00:00:00.00${at}Z`,
    };
    const [id = 0] = await fixtures.comments([{ paper, ...row }]);
    said.push({ id, ...row });
  }
  return said;
}

describe('Paper.comments', () => {
  const turns = fc.array(fc.record({ replyTo: fc.integer({ min: 0, max: 12 }), at: fc.integer({ min: 0, max: 2 }) }), {
    maxLength: 10,
  });

  it('are the thread of a plain model, a parent before its replies, in both directions and on every page', async () => {
    const run = async (said: { replyTo: number; at: number }[], direction: 'ASC' | 'DESC', size: number) => {
      await fixtures.clear();
      const [paper = 0, other = 0] = await fixtures.papers([{}, {}]);
      await fixtures.comments([{ paper: other }]);
      const model = flattened(await say(paper, said), direction).map((comment) => ({
        id: nodeId('Comment', comment.id),
        depth: comment.depth,
        parent: comment.parent === null ? null : { id: nodeId('Comment', comment.parent) },
      }));
      const order = `orderBy: { field: CREATED_AT, direction: ${direction} }`;
      let page = await threadOf(paper, `first: ${size}, ${order}`);
      const nodes = [...page.nodes];
      while (page.pageInfo.hasNextPage) {
        page = await threadOf(paper, `first: ${size}, after: "${page.pageInfo.endCursor}", ${order}`);
        nodes.push(...page.nodes);
      }
      expect(nodes).toEqual(model);
      expect(page.totalCount).toBe(model.length);
    };
    const directions = fc.constantFrom<'ASC' | 'DESC'>('ASC', 'DESC');
    await fc.assert(fc.asyncProperty(turns, directions, fc.integer({ min: 1, max: 4 }), run), { numRuns: 25 });
  });

  it('begin with the newest unless another order is asked for', async () => {
    const [paper = 0] = await fixtures.papers([{}]);
    const said = await say(
      paper,
      [0, 1, 2].map((at) => ({ replyTo: 99, at })),
    );
    const newestFirst = said.map((comment) => nodeId('Comment', comment.id)).reverse();
    expect((await threadOf(paper, 'first: 5')).nodes.map((node) => node.id)).toEqual(newestFirst);
  });

  it('leave imported ones out, which only the count of the paper has', async () => {
    const [paper = 0] = await fixtures.papers([{ importedComments: 5 }]);
    await fixtures.comments([{ paper }]);
    const query = `{ paper(id: "${nodeId('Paper', paper)}") { commentCount importedCommentCount comments { totalCount } } }`;
    expect(await server.data(query)).toEqual({
      paper: { commentCount: 6, importedCommentCount: 5, comments: { totalCount: 1 } },
    });
  });
});

import { nodeId } from '../../src/graphql/node';
import { CommentRow, Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let paper: number;
let ids: string[];
beforeAll(async () => {
  server = await startTestServer();
  const fixtures = new Fixtures(server.database);
  [paper = 0] = await fixtures.papers([{ importedComments: 2 }]);
  const [author = 0] = await fixtures.users(['ada']);
  const written: CommentRow = { paper, author };
  const [deleted = 0, hidden = 0, visible = 0] = await fixtures.comments([
    { ...written, state: 'DELETED', body: 'taken back' },
    { ...written, state: 'HIDDEN', body: 'insult', hiddenReason: 'It insults a person.' },
    { ...written, body: 'fine' },
  ]);
  const replies = await fixtures.comments(
    [deleted, hidden, deleted].map((parent) => ({ ...written, parent, depth: 1, body: 'reply' })),
  );
  ids = [deleted, hidden, visible, ...replies].map((id) => nodeId('Comment', id));
});
afterAll(() => server.close());

const comment = async (id: string | undefined, selection: string) =>
  (await server.data<{ node: object }>(`{ node(id: "${id}") { ... on Comment { ${selection} } } }`)).node;

const SHOWN = 'state body hiddenReason author { handle } replies { totalCount nodes { id body } }';

describe('a comment', () => {
  it('shows its text and who wrote it', async () => {
    const expected = {
      state: 'VISIBLE',
      body: 'fine',
      hiddenReason: null,
      author: { handle: 'ada' },
      replies: { totalCount: 0, nodes: [] },
    };
    expect(await comment(ids[2], SHOWN)).toEqual(expected);
    const createdAt = '2025-01-01T00:00:00.000Z';
    const around = { createdAt, editedAt: null, depth: 0, parent: null, paper: { id: nodeId('Paper', paper) } };
    expect(await comment(ids[2], 'createdAt editedAt depth parent { id } paper { id }')).toEqual(around);
  });

  it('that is deleted keeps its replies, and neither text nor author', async () => {
    const replies = { totalCount: 2, nodes: [ids[3], ids[5]].map((id) => ({ id, body: 'reply' })) };
    expect(await comment(ids[0], SHOWN)).toEqual({
      state: 'DELETED',
      body: null,
      hiddenReason: null,
      author: null,
      replies,
    });
  });

  it('that is hidden says why, and keeps neither text nor author', async () => {
    const replies = { totalCount: 1, nodes: [{ id: ids[4], body: 'reply' }] };
    const stub = { state: 'HIDDEN', body: null, hiddenReason: 'It insults a person.', author: null, replies };
    expect(await comment(ids[1], SHOWN)).toEqual(stub);
  });

  it('that is a stub stands in the thread and is counted there, but not on the paper', async () => {
    const query = `{ paper(id: "${nodeId('Paper', paper)}") { commentCount comments { totalCount nodes { id } } } }`;
    const answer = await server.data<{
      paper: { commentCount: number; comments: { totalCount: number; nodes: { id: string }[] } };
    }>(query);
    expect(answer.paper.commentCount).toBe(2 + 4);
    expect(answer.paper.comments.totalCount).toBe(6);
    expect(answer.paper.comments.nodes.map((node) => node.id).sort()).toEqual([...ids].sort());
  });

  it('that is a stub is in no list that would tell who wrote it', async () => {
    const query = '{ user(handle: "ada") { comments { totalCount nodes { id } } } }';
    const visible = ids.slice(2).reverse();
    expect(await server.data(query)).toEqual({
      user: { comments: { totalCount: 4, nodes: visible.map((id) => ({ id })) } },
    });
  });
});

import { nodeId } from '../../src/graphql/node';
import { Fixtures, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { whileLocked } from '../support/lock-waiters';
import { startTestServer, TestServer } from '../support/test-server';
import { answerTo, sendComment } from './comment-client';

let server: TestServer;
let ada: string;
let bo: string;
let paperId: string;
beforeEach(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['write']);
  bo = await server.signUp('bo', ['write']);
  const [paper = 0] = await new Fixtures(server.database).papers([{ importedComments: 2 }, {}]);
  paperId = nodeId('Paper', paper);
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await server.close();
});

const rows = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;
const add = async (body: string, parentId: string | null = null, token = ada) =>
  (await answerTo(server, 'addComment', { paperId, parentId, body }, token)).comment?.id ?? '';
const kinds = async () =>
  (await rows<{ kind: string }>('select kind from changes order by id')).map(({ kind }) => kind);

describe('addComment', () => {
  it('writes a comment, answers it with its edge and the new count, and records it', async () => {
    const answer = await answerTo(server, 'addComment', { paperId, body: '  Well *said*.\n' }, ada);
    expect(answer).toMatchObject({
      comment: { body: 'Well *said*.', state: 'VISIBLE', depth: 0, author: { handle: 'ada' }, viewerCanEdit: true },
      paper: { id: paperId, commentCount: 3 },
      userErrors: [],
    });
    expect(answer.commentEdge?.node.id).toBe(answer.comment?.id);
    expect(await rows('select kind, actor_id, subject_type, subject_id, paper_id from changes')).toEqual([
      { kind: 'COMMENT_ADDED', actor_id: 1, subject_type: 'Comment', subject_id: '1', paper_id: 1 },
    ]);
    const { user } = await server.data<{ user: object }>('{ user(handle: "ada") { comments { totalCount } } }');
    expect(user).toEqual({ comments: { totalCount: 1 } });
  });

  it('answers an edge whose cursor goes on in the thread', async () => {
    const first = await add('First.');
    const { commentEdge } = await answerTo(server, 'addComment', { paperId, body: 'Second.' }, ada);
    await add('Third.');
    const query = `{ paper(id: "${paperId}") { comments(after: "${commentEdge?.cursor}") { nodes { id } } } }`;
    expect(await server.data(query)).toEqual({ paper: { comments: { nodes: [{ id: first }] } } });
  });

  it('replies to a comment, and to the reply', async () => {
    const first = await add('First.');
    const reply = await add('Reply.', first, bo);
    await add('Second.');
    const deeper = await add('Reply to the reply.', reply);
    const query = `{ paper(id: "${paperId}") { comments(orderBy: { field: CREATED_AT, direction: ASC }) {
      nodes { id depth parent { id } }
    } } }`;
    const { paper } = await server.data<{ paper: { comments: { nodes: object[] } } }>(query);
    expect(paper.comments.nodes.slice(0, 3)).toEqual([
      { id: first, depth: 0, parent: null },
      { id: reply, depth: 1, parent: { id: first } },
      { id: deeper, depth: 2, parent: { id: reply } },
    ]);
  });

  it.each([
    ['', 0],
    [' \n\t ', 0],
    ['x'.repeat(10_001), 10_001],
  ])('refuses the text %j', async (body, length) => {
    const { userErrors } = await answerTo(server, 'addComment', { paperId, body }, ada);
    expect(userErrors).toEqual([
      {
        code: 'INVALID_VALUE',
        message: expect.stringContaining(
          `has ${length} characters; a comment takes 1 to 10000, not counting white space at its ends.`,
        ) as unknown,
        path: ['input', 'body'],
      },
    ]);
    expect(await rows('select from comments')).toEqual([]);
  });

  it('takes 10,000 characters, of which one outside of the basic plane is one', async () => {
    const { comment } = await answerTo(server, 'addComment', { paperId, body: '𝕏'.repeat(10_000) }, ada);
    expect(comment?.body).toBe('𝕏'.repeat(10_000));
  });

  it('refuses a paper and a parent that are nothing, or of something else', async () => {
    const other = nodeId('Paper', 2);
    const comment = await add('Here.');
    const refusals: [object, string, string[]][] = [
      [{ paperId: 'none' }, 'NOT_FOUND', ['input', 'paperId']],
      [{ paperId: nodeId('Paper', 99) }, 'NOT_FOUND', ['input', 'paperId']],
      [{ paperId: comment }, 'NOT_FOUND', ['input', 'paperId']],
      [{ paperId, parentId: 'none' }, 'NOT_FOUND', ['input', 'parentId']],
      [{ paperId, parentId: nodeId('Comment', 99) }, 'NOT_FOUND', ['input', 'parentId']],
      [{ paperId: other, parentId: comment }, 'INVALID_VALUE', ['input', 'parentId']],
    ];
    for (const [input, code, path] of refusals) {
      const answer = await answerTo(server, 'addComment', { ...input, body: 'So.' }, ada);
      expect(answer).toMatchObject({ comment: null, commentEdge: null, paper: null, userErrors: [{ code, path }] });
    }
  });

  it('writes no reply to a stub', async () => {
    const first = await add('First.');
    await add('Reply.', first, bo);
    await answerTo(server, 'deleteComment', { commentId: first }, ada);
    const { userErrors } = await answerTo(server, 'addComment', { paperId, parentId: first, body: 'Late.' }, bo);
    expect(userErrors).toEqual([
      {
        code: 'NOT_VISIBLE',
        message: 'This comment is deleted; nothing more can be done with it.',
        path: ['input', 'parentId'],
      },
    ]);
  });

  it('goes 1000 replies deep, and says so of one more', async () => {
    const fixtures = new Fixtures(server.database);
    const chain = upTo(1000).map((number) => ({
      paper: 1,
      author: 1,
      parent: number === 1 ? null : number - 1,
      depth: number - 1,
    }));
    await fixtures.comments(chain);
    const deepest = await answerTo(
      server,
      'addComment',
      { paperId, parentId: nodeId('Comment', 1000), body: 'Here.' },
      ada,
    );
    expect(deepest.comment?.depth).toBe(1000);
    const { userErrors } = await answerTo(
      server,
      'addComment',
      { paperId, parentId: deepest.comment?.id, body: 'So.' },
      ada,
    );
    expect(userErrors[0]?.message).toBe('This comment is 1000 replies deep; a thread goes no deeper than 1000.');
  });

  it('sent again with its key answers the same comment, and nothing once that is gone', async () => {
    const input = { paperId, body: 'Once.', idempotencyKey: 'k' };
    const [first, second] = await Promise.all([1, 2].map(() => answerTo(server, 'addComment', input, ada)));
    expect(second).toEqual(first);
    await answerTo(server, 'deleteComment', { commentId: first?.comment?.id }, ada);
    expect(await answerTo(server, 'addComment', input, ada)).toMatchObject({
      comment: null,
      commentEdge: null,
      paper: { commentCount: 2 },
      userErrors: [],
    });
    expect(await kinds()).toEqual(['COMMENT_ADDED', 'COMMENT_DELETED']);
  });

  it('counts in the trending score, the first one of a person', async () => {
    const score = async () =>
      (await rows<{ score: number }>('select trending_score as score from paper_stats where paper_id = 1'))[0]?.score ??
      0;
    const before = await score();
    await add('First.');
    const after = await score();
    expect(after).toBeGreaterThan(before);
    await add('Second.');
    expect(await score()).toBe(after);
  });
});

describe('comments on a paper that somebody holds', () => {
  it('leave connections to those on other papers', async () => {
    const holder = await server.database.pool.connect();
    await holder.query('begin');
    await holder.query('select from paper_stats where paper_id = 1 for update');
    // More than there are connections.
    const waiting = upTo(15).map((number) => add(`Comment ${number}.`));
    const other = { paperId: nodeId('Paper', 2), body: 'At once.' };
    expect((await answerTo(server, 'addComment', other, bo)).comment?.body).toBe('At once.');
    await holder.query('commit');
    holder.release();
    expect(new Set(await Promise.all(waiting)).size).toBe(15);
  });

  it('are of nobody where their author left meanwhile', async () => {
    let left: Promise<unknown> | undefined;
    let late: ReturnType<typeof sendComment> | undefined;
    await add('First.');
    // Stops the deletion after it locked the person, at the comments.
    await whileLocked(server.database, 'comments', async (until) => {
      left = server.ask('mutation { deleteAccount(input: { handle: "ada" }) { deletedId } }', {}, ada);
      await until(1);
      late = sendComment(server, 'addComment', { paperId: nodeId('Paper', 2), body: 'Late.' }, ada);
      await until(2);
    });
    await left;
    expect((await late)?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await rows('select body, state from comments')).toEqual([{ body: null, state: 'DELETED' }]);
  });
});

describe('editComment', () => {
  it('changes the text and keeps the ones before, the latest first', async () => {
    const commentId = await add('One.');
    await answerTo(server, 'editComment', { commentId, body: 'Two.' }, ada);
    const { comment } = await answerTo(server, 'editComment', { commentId, body: ' Three. ' }, ada);
    expect(comment).toMatchObject({ body: 'Three.', editedAt: expect.any(String) as unknown });
    const query = `{ node(id: "${commentId}") { ... on Comment { bodyHtml edits { totalCount nodes { body editedAt } } } } }`;
    const { node } = await server.data<{ node: { edits: { nodes: { editedAt: string }[] } } }>(query);
    expect(node).toMatchObject({
      bodyHtml: '<p>Three.</p>\n',
      edits: { totalCount: 2, nodes: [{ body: 'Two.' }, { body: 'One.' }] },
    });
    expect(node.edits.nodes[0]?.editedAt).toBe(comment?.editedAt);
    expect(await kinds()).toEqual(['COMMENT_ADDED', 'COMMENT_EDITED', 'COMMENT_EDITED']);
  });

  it('changes nothing where the text is the same', async () => {
    const commentId = await add('One.');
    const { comment } = await answerTo(server, 'editComment', { commentId, body: 'One. ' }, ada);
    expect(comment?.editedAt).toBeNull();
    expect(await kinds()).toEqual(['COMMENT_ADDED']);
  });

  it('is for the author alone, of a visible comment', async () => {
    const commentId = await add('Mine.');
    const { errors } = await sendComment(server, 'editComment', { commentId, body: 'Yours.' }, bo);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await rows(`update comments set state = 'HIDDEN', hidden_reason = 'Rude.'; update paper_stats set comment_count = 2 where paper_id = 1;
      update users set comment_count = 0; select recompute_trending('{1}')`);
    const { userErrors } = await answerTo(server, 'editComment', { commentId, body: 'Kinder.' }, ada);
    expect(userErrors).toMatchObject([{ code: 'NOT_VISIBLE', path: ['input', 'commentId'] }]);
    const unknown = await answerTo(server, 'editComment', { commentId: nodeId('Comment', 99), body: 'So.' }, ada);
    expect(unknown.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'commentId'] }]);
  });
});

describe('deleteComment', () => {
  it('takes a comment without replies out of the thread', async () => {
    const commentId = await add('Mine.');
    const answer = await answerTo(server, 'deleteComment', { commentId }, ada);
    expect(answer).toEqual({
      deletedId: commentId,
      comment: null,
      paper: { id: paperId, commentCount: 2 },
      userErrors: [],
    });
    expect(await rows('select from comments')).toEqual([]);
    expect(await kinds()).toEqual(['COMMENT_ADDED', 'COMMENT_DELETED']);
    expect((await answerTo(server, 'deleteComment', { commentId }, ada)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('leaves a stub while there are replies, with nothing of what was said', async () => {
    const commentId = await add('A first secret for @bo.');
    await answerTo(server, 'editComment', { commentId, body: 'A second secret for @bo.' }, ada);
    await answerTo(server, 'upvoteComment', { commentId }, bo);
    await add('Reply.', commentId, bo);
    const { comment, deletedId, paper } = await answerTo(server, 'deleteComment', { commentId }, ada);
    expect({ deletedId, paper }).toEqual({ deletedId: null, paper: { id: paperId, commentCount: 3 } });
    expect(comment).toMatchObject({
      id: commentId,
      state: 'DELETED',
      body: null,
      author: null,
      upvoteCount: 0,
      viewerCanDelete: false,
    });
    const shown = await server.data(
      `{ node(id: "${commentId}") { ... on Comment { bodyHtml edits { totalCount } mentions { id } } } }`,
    );
    expect(shown).toEqual({ node: { bodyHtml: null, edits: { totalCount: 0 }, mentions: [] } });
    const tables = ['comments', 'comment_edits', 'comment_mentions', 'comment_upvotes', 'changes', 'idempotency_keys'];
    for (const table of tables) {
      expect(await rows(`select * from ${table} t where t::text like '%secret%'`)).toEqual([]);
    }
    expect(await rows('select from comment_upvotes')).toEqual([]);
    const { userErrors } = await answerTo(server, 'deleteComment', { commentId }, ada);
    expect(userErrors).toMatchObject([{ code: 'NOT_VISIBLE' }]);
  });

  it('takes the stubs along that stood for its sake alone, and no others', async () => {
    const root = await add('Root.');
    const branch = await add('Branch.', root);
    const leaf = await add('Leaf.', branch, bo);
    for (const commentId of [root, branch]) await answerTo(server, 'deleteComment', { commentId }, ada);
    const other = await add('Other root.');
    await add('Reply.', other, bo);
    const gone = await answerTo(server, 'deleteComment', { commentId: leaf }, bo);
    expect(gone.deletedId).toBe(leaf);
    expect(await rows('select body from comments order by id')).toEqual([{ body: 'Other root.' }, { body: 'Reply.' }]);
  });

  it('leaves a stub that other replies stand below', async () => {
    const root = await add('Root.');
    const [first, second] = [await add('One.', root, bo), await add('Two.', root, bo)];
    await answerTo(server, 'deleteComment', { commentId: root }, ada);
    await answerTo(server, 'deleteComment', { commentId: first }, bo);
    expect(await rows('select body from comments order by id')).toEqual([{ body: null }, { body: 'Two.' }]);
    await answerTo(server, 'deleteComment', { commentId: second }, bo);
    expect(await rows('select from comments')).toEqual([]);
  });

  it('is for the author alone', async () => {
    const commentId = await add('Mine.');
    const { errors } = await sendComment(server, 'deleteComment', { commentId }, bo);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await rows('select body from comments')).toEqual([{ body: 'Mine.' }]);
  });

  it('lets a page go on after a comment that is gone, and what is said later comes after it too', async () => {
    const ids = [await add('One.'), await add('Two.'), await add('Three.')];
    const page = async (args: string) => {
      const query = `{ paper(id: "${paperId}") { comments(${args} orderBy: { field: CREATED_AT, direction: ASC }) { nodes { id } pageInfo { endCursor } } } }`;
      return (
        await server.data<{ paper: { comments: { nodes: { id: string }[]; pageInfo: { endCursor: string } } } }>(query)
      ).paper.comments;
    };
    const { endCursor } = (await page('first: 2')).pageInfo;
    const last = (await page('first: 3')).pageInfo.endCursor;
    await answerTo(server, 'deleteComment', { commentId: ids[1] }, ada);
    expect((await page(`after: "${endCursor}"`)).nodes).toEqual([{ id: ids[2] }]);
    await answerTo(server, 'deleteComment', { commentId: ids[2] }, ada);
    const next = await add('Four.');
    expect((await page(`after: "${last}"`)).nodes).toEqual([{ id: next }]);
  });
});

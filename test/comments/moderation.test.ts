import { nodeId } from '../../src/graphql/node';
import { setUserRole } from '../../src/users/user.service';
import { Fixtures } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { startTestServer, TestServer } from '../support/test-server';
import { answerTo } from './comment-client';

let server: TestServer;
let ada: string;
let mod: string;
let paperId: string;
let commentId: string;
beforeEach(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['write']);
  mod = await server.signUp('mod', ['moderate']);
  await setUserRole(server.database, 'mod', 'MODERATOR');
  const [paper = 0] = await new Fixtures(server.database).papers([{}]);
  paperId = nodeId('Paper', paper);
  commentId = (await answerTo(server, 'addComment', { paperId, body: 'An insult to @mod.' }, ada)).comment?.id ?? '';
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await server.close();
});

const rows = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;
const hide = (reason: string) => answerTo(server, 'hideComment', { commentId, reason }, mod);
const SHOWN = '{ body bodyHtml hiddenReason mentions { handle } edits { totalCount nodes { id } } author { handle } }';
const shown = async () =>
  (await server.data<{ node: object }>(`{ node(id: "${commentId}") { ... on Comment ${SHOWN} } }`)).node;
const commentCount = async () =>
  (await server.data<{ paper: object }>(`{ paper(id: "${paperId}") { commentCount } }`)).paper;

describe('hideComment', () => {
  it('hides what was said with its history and whom it mentions, and says why', async () => {
    await answerTo(server, 'editComment', { commentId, body: 'A worse insult to @mod.' }, ada);
    const edit = nodeId('CommentEdit', 1);
    const { comment } = await hide(' It insults a person. ');
    expect(comment).toMatchObject({ state: 'HIDDEN', body: null, hiddenReason: 'It insults a person.' });
    const nothing = { body: null, bodyHtml: null, mentions: [], edits: { totalCount: 0, nodes: [] }, author: null };
    expect(await shown()).toEqual({ ...nothing, hiddenReason: 'It insults a person.' });
    expect(await server.data(`{ node(id: "${edit}") { id } }`)).toEqual({ node: null });
    expect(await commentCount()).toEqual({ commentCount: 0 });
    expect(await rows('select hidden_by from comments')).toEqual([{ hidden_by: 2 }]);
    expect(await rows(`select actor_id, subject_id, paper_id from changes where kind = 'COMMENT_HIDDEN'`)).toEqual([
      { actor_id: 2, subject_id: '1', paper_id: 1 },
    ]);
  });

  it('gives a hidden comment a new reason, and counts it once', async () => {
    await hide('One.');
    expect((await hide('Two.')).comment?.hiddenReason).toBe('Two.');
  });

  it.each(['', '  ', 'x'.repeat(1001)])('takes no reason like %j', async (reason) => {
    const { comment, userErrors } = await hide(reason);
    expect(comment).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'reason'] }]);
  });

  it('leaves the author to delete it, for good', async () => {
    await hide('An insult.');
    expect((await answerTo(server, 'deleteComment', { commentId }, ada)).deletedId).toBe(commentId);
    expect(await rows('select from comments')).toEqual([]);
  });
});

describe('unhideComment', () => {
  it('shows it again as it was, with its votes', async () => {
    await answerTo(server, 'upvoteComment', { commentId }, ada);
    const before = await shown();
    await hide('A mistake.');
    const { comment } = await answerTo(server, 'unhideComment', { commentId }, mod);
    expect(comment).toMatchObject({ state: 'VISIBLE', hiddenReason: null, upvoteCount: 1 });
    expect(await shown()).toEqual(before);
    expect(await commentCount()).toEqual({ commentCount: 1 });
  });

  it('changes nothing where nothing is hidden', async () => {
    const { comment, userErrors } = await answerTo(server, 'unhideComment', { commentId }, mod);
    expect({ state: comment?.state, userErrors }).toEqual({ state: 'VISIBLE', userErrors: [] });
    expect(await rows(`select from changes where kind like '%HIDDEN'`)).toEqual([]);
  });

  it('brings nothing back that its author deleted', async () => {
    await answerTo(server, 'addComment', { paperId, parentId: commentId, body: 'Reply.' }, mod);
    await answerTo(server, 'deleteComment', { commentId }, ada);
    expect((await hide('Too late.')).userErrors).toMatchObject([{ code: 'NOT_VISIBLE' }]);
    const { comment } = await answerTo(server, 'unhideComment', { commentId }, mod);
    expect(comment).toMatchObject({ state: 'DELETED', body: null });
  });
});

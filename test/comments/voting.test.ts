import { nodeId } from '../../src/graphql/node';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { startTestServer, TestServer } from '../support/test-server';
import { answerTo } from './comment-client';

let server: TestServer;
let fixtures: Fixtures;
let ada: string;
let comments: number[];
let ids: string[];
beforeEach(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
  ada = await server.signUp('ada', ['write']);
  const [paper = 0] = await fixtures.papers([{}]);
  comments = await fixtures.comments(upTo(3).map(() => ({ paper, author: 1 })));
  ids = idsOf('Comment', comments);
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await server.close();
});

const rows = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;

describe('upvoteComment', () => {
  it('counts a person once, and their own comment too', async () => {
    for (const time of [1, 2]) {
      const { comment } = await answerTo(server, 'upvoteComment', { commentId: ids[0] }, ada);
      expect({ time, ...comment }).toMatchObject({ time, upvoteCount: 1, viewerHasUpvoted: true });
    }
    const query = `{ node(id: "${ids[0]}") { ... on Comment { upvoteCount viewerHasUpvoted } } }`;
    expect(await server.data(query)).toEqual({ node: { upvoteCount: 1, viewerHasUpvoted: false } });
    expect(await rows('select kind, actor_id, subject_type, subject_id, paper_id from changes')).toEqual([
      { kind: 'COMMENT_UPVOTED', actor_id: 1, subject_type: 'Comment', subject_id: `${comments[0]}`, paper_id: 1 },
    ]);
  });

  it('refuses what is nothing, deleted or hidden', async () => {
    await rows(`update comments set state = 'HIDDEN' where id = ${comments[0]};
      update comments set state = 'DELETED', body = null, author_id = null where id = ${comments[1]};
      update paper_stats set comment_count = 1; update users set comment_count = 1; select recompute_trending('{1}')`);
    const refusals: [string | undefined, string, string][] = [
      [ids[0], 'NOT_VISIBLE', 'This comment is hidden; nobody can vote for it.'],
      [ids[1], 'NOT_VISIBLE', 'This comment is deleted; nobody can vote for it.'],
      ['none', 'NOT_FOUND', 'There is no comment with the id "none".'],
      [nodeId('Comment', 99), 'NOT_FOUND', `There is no comment with the id "${nodeId('Comment', 99)}".`],
    ];
    for (const [commentId, code, message] of refusals) {
      const { comment, userErrors } = await answerTo(server, 'upvoteComment', { commentId }, ada);
      expect({ comment, userErrors }).toEqual({
        comment: null,
        userErrors: [{ code, message, path: ['input', 'commentId'] }],
      });
    }
    expect(await rows('select from comment_upvotes')).toEqual([]);
  });
});

describe('removeCommentUpvote', () => {
  it('takes a vote back, and changes nothing where there is none', async () => {
    await answerTo(server, 'upvoteComment', { commentId: ids[0] }, ada);
    for (const time of [1, 2]) {
      const { comment } = await answerTo(server, 'removeCommentUpvote', { commentId: ids[0] }, ada);
      expect({ time, ...comment }).toMatchObject({ time, upvoteCount: 0, viewerHasUpvoted: false });
    }
    expect(await rows('select kind from changes order by id')).toEqual([
      { kind: 'COMMENT_UPVOTED' },
      { kind: 'COMMENT_UPVOTE_REMOVED' },
    ]);
  });
});

describe('the order UPVOTES', () => {
  it('has siblings by their votes, and then by time', async () => {
    const voters = await fixtures.users(['bo', 'cy']);
    const [first = 0, second = 0, third = 0] = comments;
    const replies = await fixtures.comments(upTo(2).map(() => ({ paper: 1, author: 1, parent: second, depth: 1 })));
    await fixtures.commentUpvotes([
      ...voters.map((user) => ({ comment: second, user })),
      { comment: replies[0] ?? 0, user: voters[0] ?? 0 },
    ]);
    const order = async (direction: string) => {
      const query = `{ paper(id: "${nodeId('Paper', 1)}") { comments(orderBy: { field: UPVOTES, direction: ${direction} }) { nodes { id } } } }`;
      const { paper } = await server.data<{ paper: { comments: { nodes: { id: string }[] } } }>(query);
      return paper.comments.nodes.map((node) => node.id);
    };
    const [reply = 0, other = 0] = replies;
    expect(await order('DESC')).toEqual(idsOf('Comment', [second, reply, other, third, first]));
    expect(await order('ASC')).toEqual(idsOf('Comment', [first, third, second, other, reply]));
  });
});

describe('people who write, edit, delete and vote at once', () => {
  it('leave counts, scores and places that are true', async () => {
    const paperId = nodeId('Paper', 1);
    const people = await Promise.all(upTo(8).map((number) => server.signUp(`person-${number}`, ['write'])));
    const known = [...ids];
    await Promise.all(
      people.map(async (token, index) => {
        const random = randomNumbers(index + 1);
        const own: string[] = [];
        const oneOf = (list: string[]) => list[random(list.length)] ?? '';
        for (let turn = 0; turn < 12; turn++) {
          const act = random(6);
          if (act < 3) {
            const parentId = act === 0 ? null : oneOf(known);
            const input = { paperId, parentId, body: `Turn ${turn} of @person-${1 + random(8)}` };
            const { comment } = await answerTo(server, 'addComment', input, token);
            if (comment) [known, own].forEach((list) => list.push(comment.id));
          } else if (act === 3 && own.length > 0) {
            await answerTo(server, 'deleteComment', { commentId: own.splice(random(own.length), 1)[0] }, token);
          } else if (act === 4 && own.length > 0) {
            await answerTo(server, 'editComment', { commentId: oneOf(own), body: `Edit ${turn}` }, token);
          } else {
            await answerTo(
              server,
              random(3) ? 'upvoteComment' : 'removeCommentUpvote',
              { commentId: oneOf(known) },
              token,
            );
          }
        }
      }),
    );
    expect((await rows('select from comments')).length).toBeGreaterThan(10);
    expect((await rows(`select from changes where kind = 'COMMENT_DELETED'`)).length).toBeGreaterThan(0);
  });
});

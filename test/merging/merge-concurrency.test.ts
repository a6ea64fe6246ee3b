import { nodeId } from '../../src/graphql/node';
import { mergePapers } from '../../src/merging/merge-papers.service';
import { lockComment } from '../../src/comments/locked-comment.query';
import { castVotes } from '../../src/votes/upvote.service';
import { answerTo, sendComment } from '../comments/comment-client';
import { importAll } from '../ingestion/stored-state';
import { upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { untilWaiting, whileLocked } from '../support/lock-waiters';
import { randomNumbers } from '../support/random-numbers';
import { startTestServer, TestServer } from '../support/test-server';
import { vote } from '../votes/vote-client';
import { ARXIV, importApart, LISTED } from './two-papers';

let server: TestServer;
let listed: number;
let arxiv: number;
let ids: string[];
beforeEach(async () => {
  server = await startTestServer({ poolSize: 10 });
  [listed = 0, arxiv = 0] = await importApart(server.database, LISTED, ARXIV);
  ids = [nodeId('Paper', listed), nodeId('Paper', arxiv)];
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await server.close();
});

const merge = () => mergePapers(server.database, listed, arxiv);
const countOf = async (table: string) => {
  const { rows } = await server.database.pool.query<{ paper: number; count: number }>(
    `select paper_id as paper, count(*) from ${table} group by 1`,
  );
  return rows;
};

describe('while two papers are made one', () => {
  it('votes, comments and imports wait, and find what came of it', async () => {
    const token = await server.signUp('ada', ['vote', 'write']);
    const { comment } = await answerTo(server, 'addComment', { paperId: ids[0], body: 'First.' }, token);
    const gone = [{ code: 'NOT_FOUND', path: ['input', 'paperId'] }];
    let done: Promise<unknown[]> = Promise.resolve([]);
    // What the merge writes last.
    await whileLocked(server.database, 'former_slugs', async (until) => {
      const merging = merge();
      await until(1);
      const others = [
        vote(server, 'upvotePaper', ids[0]!, token),
        sendComment(server, 'addComment', { paperId: ids[0], parentId: comment?.id, body: 'Too late.' }, token),
        sendComment(server, 'editComment', { commentId: comment?.id, body: 'First!' }, token),
        importAll(server.database, [{ ...LISTED, reportedAt: '2026-01-09T00:00:00.000Z', upvoteCount: 11 }]),
      ];
      done = Promise.all([merging, ...others]);
      await until(5);
    });
    const [, voted, added, edited, imported] = await done;
    expect(voted).toMatchObject({ data: { answer: { paper: null, userErrors: gone } } });
    expect(added).toMatchObject({ data: { answer: { comment: null, userErrors: gone } } });
    expect(edited).toMatchObject({ data: { answer: { comment: { body: 'First!' }, userErrors: [] } } });
    expect(imported).toMatchObject({ changed: 1, added: 0 });
    expect(await countOf('comments')).toEqual([{ paper: arxiv, count: 1 }]);
    expect(await countOf('upvotes')).toEqual([]);
  });

  it('a vote that is being cast is waited for, and goes along', async () => {
    await server.signUp('ada');
    let merging: ReturnType<typeof merge> | undefined;
    await server.database.transaction(async (sql) => {
      await castVotes(sql, 'LINE', [{ paperId: listed, userId: 1 }], null);
      merging = merge();
      await untilWaiting(server.database.pool);
    });
    expect(await merging).toMatchObject({ upvotes: 1 });
    expect(await countOf('upvotes')).toEqual([{ paper: arxiv, count: 1 }]);
  });

  it('whoever waits to change a comment locks the paper that it is on then', async () => {
    const token = await server.signUp('ada', ['write']);
    await answerTo(server, 'addComment', { paperId: ids[0], body: 'First.' }, token);
    let changing: Promise<unknown> | undefined;
    await whileLocked(server.database, 'former_slugs', async (until) => {
      const merging = merge();
      await until(1);
      changing = server.database.transaction(async (sql) => {
        expect(await lockComment(sql, 1)).toMatchObject({ paperId: arxiv });
        await merging;
        const take = server.database.pool.query(`select from paper_stats for update nowait`);
        await expect(take).rejects.toMatchObject({ code: '55P03' });
      });
      await until(2);
    });
    await changing;
  });

  it('nothing that was acknowledged is lost, and nobody is told more than that the paper is gone', async () => {
    const tokens: string[] = [];
    for (const number of upTo(8)) tokens.push(await server.signUp(`person-${number}`, ['vote', 'write']));
    const said = new Set<string>();
    const voted = new Map<string, boolean>();

    const act = async (token: string, person: number) => {
      const random = randomNumbers(person);
      for (let turn = 0; turn < 25; turn++) {
        const paperId = ids[random(2)]!;
        if (random(3) === 0) {
          const answer = await answerTo(server, 'addComment', { paperId, body: `${person}.${turn}` }, token);
          expect(answer.userErrors.filter(({ code }) => code !== 'NOT_FOUND')).toEqual([]);
          if (answer.comment) said.add(`${person}.${turn}`);
        } else {
          const mutation = random(2) === 0 ? 'upvotePaper' : 'removePaperUpvote';
          const { data, errors } = await vote(server, mutation, paperId, token);
          expect(errors).toBeUndefined();
          expect(data?.answer?.userErrors.filter(({ code }) => code !== 'NOT_FOUND')).toEqual([]);
          if (data?.answer?.paper) voted.set(`${person} ${paperId}`, mutation === 'upvotePaper');
        }
      }
    };
    const importing = (async () => {
      for (const day of upTo(20)) {
        const reportedAt = new Date(Date.UTC(2026, 1, day)).toISOString();
        const report = await importAll(server.database, [{ ...LISTED, reportedAt, upvoteCount: day }]);
        expect(report).toMatchObject({ changed: 1 });
      }
    })();
    const merging = (async () => {
      while (said.size < 20) await new Promise(setImmediate);
      return merge();
    })();
    await Promise.all([importing, merging, ...tokens.map(act)]);

    const { rows: comments } = await server.database.pool.query<{ body: string }>('select body from comments');
    expect(new Set(comments.map(({ body }) => body))).toEqual(said);
    const { rows: votes } = await server.database.pool.query<{ person: number }>(
      'select user_id - 1 as person from upvotes',
    );
    for (const person of upTo(8).map((number) => number - 1)) {
      const [former, now] = ids.map((id) => voted.get(`${person} ${id}`));
      const hasVote = votes.some((row) => row.person === person);
      // What was taken back from the second paper may have been the vote for the first, or not.
      if (now !== false) expect([person, hasVote]).toEqual([person, now ?? former ?? false]);
      else if (hasVote) expect(former).toBe(true);
    }
    const { rows } = await server.database.pool.query('select imported_upvote_count from paper_stats');
    expect(rows).toEqual([{ imported_upvote_count: 20 }]);
  });
});

import { apiClient } from '../support/api-client';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { sendComment } from '../comments/comment-client';
import { vote } from './vote-client';
import { signUpVoters, Voter, VoteModel } from './vote-model';

const LIVES = 20;
const CLIENTS = 50;
const PAPERS = 5;
/** How many votes a process acknowledges before it is killed: each client has sent some, and waits for one. */
const VOTES_A_LIFE = 150;
/** What the sessions of the server are called, by which the test tells them from its own. */
const SESSION = 'crashing';

let test: TestDatabase;
let papers: number[];
let voters: Voter[];
let server: Promise<RunningServer>;
beforeAll(async () => {
  test = await createTestDatabase();
  papers = await new Fixtures(test.database).papers(upTo(PAPERS).map((importedUpvotes) => ({ importedUpvotes })));
  voters = await signUpVoters(test.database, CLIENTS);
  server = start();
});
afterAll(async () => {
  await (await server).stop();
  await test.drop();
});

function start(): Promise<RunningServer> {
  const url = new URL(test.url);
  url.searchParams.set('application_name', SESSION);
  return startServer({ DATABASE_URL: url.href, LOG_LEVEL: 'warn' });
}

async function restart(killed: RunningServer): Promise<RunningServer> {
  await killed.stop('SIGKILL');
  await untilItsStatementsEnded();
  return start();
}

/** PostgreSQL finishes a statement that it has read, whoever is left to hear of it: none may come after a later intent. */
async function untilItsStatementsEnded(): Promise<void> {
  while ((await countSessions()) > 0) continue;
}

async function countSessions(): Promise<number> {
  const sessions = 'select from pg_stat_activity where datname = current_database() and application_name = $1';
  return (await test.database.pool.query(sessions, [SESSION])).rowCount ?? 0;
}

describe('a server that is killed again and again', () => {
  it('loses no vote and no comment that it acknowledged, and has none twice', async () => {
    const model = new VoteModel();
    const paperIds = idsOf('Paper', papers);
    let lostAnswers = 0;
    let isOver = false;
    let onAcknowledged = () => {};

    /** Repeats the request, as a client does that got no answer. */
    async function untilAcknowledged(paper: number, isCast: boolean, token: string): Promise<void> {
      for (;;) {
        const { url, process } = await server;
        const mutation = isCast ? 'upvotePaper' : 'removePaperUpvote';
        const answer = await vote(apiClient(url), mutation, paperIds[paper]!, token).catch(() => null);
        if (answer) {
          expect(answer.errors).toBeUndefined();
          expect(answer.data?.answer?.paper?.viewerHasUpvoted).toBe(isCast);
          return;
        }
        // Nothing but its end may keep a server from answering.
        expect(process.killed).toBe(true);
        lostAnswers++;
      }
    }

    /** The same of a comment; its key lets it be sent again. */
    async function untilSaid(paper: number, body: string, token: string): Promise<string> {
      const input = { paperId: paperIds[paper]!, body, idempotencyKey: body };
      for (;;) {
        const { url, process } = await server;
        const answer = await sendComment(apiClient(url), 'addComment', input, token).catch(() => null);
        if (answer) {
          expect(answer.errors).toBeUndefined();
          expect(answer.data?.answer?.comment?.body).toBe(body);
          return answer.data?.answer?.comment?.id ?? '';
        }
        expect(process.killed).toBe(true);
        lostAnswers++;
      }
    }

    const said: string[] = [];
    const saidIds = new Set<string>();
    async function actAtRandom({ userId, token }: Voter): Promise<void> {
      const random = randomNumbers(userId);
      for (let turn = 0; !isOver; turn++) {
        const paper = random(papers.length);
        if (random(4) === 0) {
          const body = `Turn ${turn} of ${userId}`;
          saidIds.add(await untilSaid(paper, body, token));
          said.push(body);
          continue;
        }
        const isCast = random(2) === 0;
        await untilAcknowledged(paper, isCast, token);
        model.acknowledge({ userId, paper: papers[paper]!, isCast });
        onAcknowledged();
      }
    }

    async function expectSaidOnce(): Promise<void> {
      const { rows } = await test.database.pool.query<{ body: string }>('select body from comments');
      expect(rows.map((row) => row.body).sort()).toEqual([...said].sort());
      expect(saidIds.size).toBe(said.length);
      const added = `select count(*)::integer as count from changes where kind = 'COMMENT_ADDED'`;
      expect((await test.database.pool.query<{ count: number }>(added)).rows).toEqual([{ count: said.length }]);
      expect(said.length).toBeGreaterThan(LIVES);
    }

    function untilVotes(count: number): Promise<void> {
      return new Promise((resolve) => {
        onAcknowledged = () => model.acknowledged >= count && resolve();
      });
    }

    const acting = Promise.all(voters.map(actAtRandom));
    const killing = (async () => {
      for (const life of upTo(LIVES)) {
        const running = await server;
        expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
        await untilVotes(life * VOTES_A_LIFE);
        expect(await countSessions()).toBeGreaterThan(0);
        server = restart(running);
      }
      await server;
      isOver = true;
    })();
    await Promise.all([acting, killing]);

    // In each life at least one client was waiting for its answer.
    expect(lostAnswers).toBeGreaterThanOrEqual(LIVES);
    await model.expectToBeIn(test.database);
    await expectSaidOnce();
    await expectCountsToHold(test.database);
  }, 120_000);
});

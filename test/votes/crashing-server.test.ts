import { apiClient } from '../support/api-client';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
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
  it('loses no vote that it acknowledged, and counts none twice', async () => {
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

    async function actAtRandom({ userId, token }: Voter): Promise<void> {
      const random = randomNumbers(userId);
      while (!isOver) {
        const paper = random(papers.length);
        const isCast = random(2) === 0;
        await untilAcknowledged(paper, isCast, token);
        model.acknowledge({ userId, paper: papers[paper]!, isCast });
        onAcknowledged();
      }
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
    await expectCountsToHold(test.database);
  }, 120_000);
});

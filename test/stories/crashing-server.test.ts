import { apiClient } from '../support/api-client';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { sendComment } from '../comments/comment-client';
import { ArxivServer } from '../sources/arxiv-server';
import type { Answer } from '../support/test-server';
import { vote } from '../votes/vote-client';
import { signUpVoters, Voter, VoteModel } from '../votes/vote-model';

const LIVES = 20;
const CLIENTS = 50;
const PAPERS = 5;
/** How many votes a process acknowledges before it is killed: each client has sent some, and waits for one. */
const VOTES_A_LIFE = 150;
/** What the sessions of the server are called, by which the test tells them from its own. */
const SESSION = 'crashing';

type Api = ReturnType<typeof apiClient>;

const SUBMIT = `mutation ($input: SubmitPaperInput!) {
  submitPaper(input: $input) { submission { id } userErrors { code message } }
}`;
interface Submitted {
  submitPaper: { submission: { id: string } | null; userErrors: object[] };
}

let test: TestDatabase;
let papers: number[];
let voters: Voter[];
let server: Promise<RunningServer>;
let arxiv: ArxivServer;
beforeAll(async () => {
  arxiv = await ArxivServer.start();
  test = await createTestDatabase();
  papers = await new Fixtures(test.database).papers(upTo(PAPERS).map((importedUpvotes) => ({ importedUpvotes })));
  voters = await signUpVoters(test.database, CLIENTS);
  server = start();
});
afterAll(async () => {
  await (await server).stop();
  await Promise.all([test.drop(), arxiv.stop()]);
});

function start(): Promise<RunningServer> {
  const url = new URL(test.url);
  url.searchParams.set('application_name', SESSION);
  const submissions = { ARXIV_API_URL: arxiv.url, SUBMISSIONS_PER_DAY: '1000' };
  return startServer({ DATABASE_URL: url.href, LOG_LEVEL: 'warn', ...submissions });
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
  it('loses no vote, comment or submission that it acknowledged, and has none twice', async () => {
    const model = new VoteModel();
    const paperIds = idsOf('Paper', papers);
    let lostAnswers = 0;
    let isOver = false;
    let onAcknowledged = () => {};

    /** Repeats a request, as a client does that got no answer. */
    async function untilAnswered<Data>(send: (api: Api) => Promise<Answer<Data>>): Promise<Data> {
      for (;;) {
        const { url, process } = await server;
        const answer = await send(apiClient(url)).catch(() => null);
        if (answer) {
          expect(answer.errors).toBeUndefined();
          return answer.data as Data;
        }
        // Nothing but its end may keep a server from answering.
        expect(process.killed).toBe(true);
        lostAnswers++;
      }
    }

    async function votes({ userId, token }: Voter, paper: number, isCast: boolean): Promise<void> {
      const mutation = isCast ? 'upvotePaper' : 'removePaperUpvote';
      const { answer } = await untilAnswered((api) => vote(api, mutation, paperIds[paper]!, token));
      expect(answer?.paper?.viewerHasUpvoted).toBe(isCast);
      model.acknowledge({ userId, paper: papers[paper]!, isCast });
      onAcknowledged();
    }

    const said = new Map<string, string>();
    async function says({ token }: Voter, paper: number, body: string): Promise<void> {
      const input = { paperId: paperIds[paper]!, body, idempotencyKey: body };
      const { answer } = await untilAnswered((api) => sendComment(api, 'addComment', input, token));
      expect(answer?.comment?.body).toBe(body);
      said.set(body, answer?.comment?.id ?? '');
    }

    const submitted = new Map<string, string>();
    async function submits({ token }: Voter, arxivId: string): Promise<void> {
      const input = { paper: arxivId, idempotencyKey: arxivId };
      const data = await untilAnswered((api) => api.ask<Submitted>(SUBMIT, { input }, token));
      expect(data.submitPaper.userErrors).toEqual([]);
      submitted.set(arxivId, data.submitPaper.submission?.id ?? '');
    }

    async function actAtRandom(voter: Voter): Promise<void> {
      const random = randomNumbers(voter.userId);
      for (let turn = 0; !isOver; turn++) {
        const paper = random(papers.length);
        const act = random(12);
        if (act === 0) await submits(voter, `2601.${10_000 + 100 * voter.userId + (turn % 100)}`);
        else if (act <= 3) await says(voter, paper, `Turn ${turn} of ${voter.userId}`);
        else await votes(voter, paper, random(2) === 0);
      }
    }

    /** What was acknowledged is there once, and so is the change that tells of it. */
    async function expectOnce(written: Map<string, string>, texts: string, changeKind: string): Promise<void> {
      const rows = await listOf(texts);
      expect(rows.sort()).toEqual([...written.keys()].sort());
      expect(new Set(written.values()).size).toBe(written.size);
      expect(await listOf(`select id::text as text from changes where kind = '${changeKind}'`)).toHaveLength(
        written.size,
      );
      expect(written.size).toBeGreaterThan(LIVES);
    }

    async function listOf(texts: string): Promise<string[]> {
      return (await test.database.pool.query<{ text: string }>(texts)).rows.map((row) => row.text);
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
    await expectOnce(said, 'select body as text from comments', 'COMMENT_ADDED');
    await expectOnce(submitted, 'select arxiv_id as text from submissions', 'SUBMISSION_ADDED');
    await expectCountsToHold(test.database);
  }, 900_000);
});

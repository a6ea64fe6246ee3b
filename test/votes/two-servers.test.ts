import { HistoryInterval } from '../../src/votes/history-steps';
import { apiClient } from '../support/api-client';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { arxivRecord, importAll } from '../ingestion/stored-state';
import { expectHistory, historiesOf } from './history-client';
import { vote } from './vote-client';
import { signUpVoters, Voter, VoteModel } from './vote-model';

const CLIENTS = 64;
const PAPERS = 20;
const VOTES_EACH = 12;
// Nobody stops voting before the sources have reported this often.
const REPORTS = 4;
const HOUR_MS = 3_600_000;
const LISTED_ON = '2026-01-01';

let test: TestDatabase;
let servers: RunningServer[];
let voters: Voter[];
let papers: number[];
beforeAll(async () => {
  test = await createTestDatabase();
  await importAll(test.database, reports(1));
  const { rows } = await test.database.pool.query<{ id: number }>('select id from papers order by arxiv_id');
  papers = rows.map((row) => row.id);
  voters = await signUpVoters(test.database, CLIENTS);
  const env = { DATABASE_URL: test.url, LOG_LEVEL: 'warn' };
  servers = await Promise.all([startServer(env), startServer(env)]);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await test.drop();
});

const importedOn = (serial: number, paper: number) => (serial * (paper + 3)) % 97;

/** What sources say of the papers for the so manieth time: other counts each time, and at times another id. */
function reports(serial: number) {
  return upTo(PAPERS).map((number) =>
    arxivRecord(`2601.${String(number).padStart(5, '0')}`, {
      publishedOn: LISTED_ON,
      upvoteCount: importedOn(serial, number - 1),
      reportedAt: new Date(Date.UTC(2026, 0, serial)).toISOString(),
      ...(serial >= number && { doi: `10.1000/${number}` }),
    }),
  );
}

describe('people who vote through two servers while papers are imported', () => {
  it('leave the counts, the rows, the changes and the history that a model has', async () => {
    const model = new VoteModel();
    const oldVotes = voters.map(({ userId }, index) => ({
      user: userId,
      paper: papers[index % PAPERS]!,
      votedAt: new Date(Date.now() - (index + 2) * HOUR_MS).toISOString(),
    }));
    await new Fixtures(test.database).upvotes(oldVotes);
    for (const { user, paper } of oldVotes) model.holds(user, paper);

    const paperIds = idsOf('Paper', papers);
    const apis = servers.map(({ url }) => apiClient(url));
    const touched = new Set<string>();

    async function send(random: (below: number) => number, paper: number, isCast: boolean, token: string) {
      const mutation = isCast ? 'upvotePaper' : 'removePaperUpvote';
      const { data, errors } = await vote(apis[random(2)]!, mutation, paperIds[paper]!, token);
      expect(errors).toBeUndefined();
      expect(data?.answer).toMatchObject({ paper: { viewerHasUpvoted: isCast }, userErrors: [] });
    }

    let serial = 1;
    async function actAtRandom({ userId, token }: Voter): Promise<void> {
      const random = randomNumbers(userId);
      for (let turn = 0; turn < VOTES_EACH || serial < REPORTS; turn++) {
        const paper = random(PAPERS);
        const isCast = random(2) === 0;
        const again = () => send(random, paper, isCast, token);
        // As a client does whose answer was lost, and one that did not wait for it.
        await Promise.all([again(), ...upTo(random(3) === 0 ? 2 : 0).map(again)]);
        if (random(3) === 0) await again();
        model.acknowledge({ userId, paper: papers[paper]!, isCast });
        touched.add(`${userId} ${papers[paper]}`);
      }
    }

    let isOver = false;
    async function importAgainAndAgain(): Promise<void> {
      while (!isOver) await importAll(test.database, reports(++serial));
    }
    const voting = Promise.all(voters.map(actAtRandom)).finally(() => (isOver = true));
    await Promise.all([voting, importAgainAndAgain()]);

    await model.expectToBeIn(test.database);
    await expectCountsToHold(test.database);

    const rows = await readVotes();
    for (const { user, paper, votedAt } of oldVotes.filter((old) => !touched.has(`${old.user} ${old.paper}`))) {
      expect(rows).toContainEqual({ user, paper, votedAt: Date.parse(votedAt) });
    }
    const lastDays = { interval: HistoryInterval.HOUR, from: new Date(Date.now() - 100 * HOUR_MS).toISOString() };
    const histories = await historiesOf(apis[0]!, paperIds, lastDays);
    for (const [index, { upvoteCount, upvoteHistory }] of histories.entries()) {
      const importedUpvotes = importedOn(serial, index);
      expect(upvoteCount).toBe(importedUpvotes + model.votesOf(papers[index]!));
      expect(upvoteHistory.at(-1)?.upvoteCount).toBe(upvoteCount);
      const votedAt = rows.filter(({ paper }) => paper === papers[index]).map((row) => row.votedAt);
      expectHistory(upvoteHistory, lastDays, { importedUpvotes, importedOn: LISTED_ON, votedAt }, 'UTC');
    }
  }, 90_000);
});

async function readVotes(): Promise<{ user: number; paper: number; votedAt: number }[]> {
  const { rows } = await test.database.pool.query<{ user: number; paper: number; votedAt: Date }>(
    'select user_id as "user", paper_id as paper, voted_at as "votedAt" from upvotes',
  );
  return rows.map((row) => ({ ...row, votedAt: row.votedAt.getTime() }));
}

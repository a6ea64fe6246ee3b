import { Fixtures, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { startTestServer, TestServer } from '../support/test-server';
import { nodeId } from '../../src/graphql/node';
import { arxivRecord, importAll } from '../ingestion/stored-state';
import { castVotes } from '../../src/votes/upvote.service';
import { untilWaiting } from '../support/lock-waiters';
import { vote } from '../votes/vote-client';

const CLIENTS = 20;
const TURNS = 12;

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

/** Moves the day of publication each time, and the count only every fifth: the score moves with either. */
async function report(day: number, upvoteCount = Math.ceil(day / 5) * 15): Promise<void> {
  const date = `2026-01-${String(day).padStart(2, '0')}`;
  await importAll(server.database, [arxivRecord('2601.00001', { publishedOn: date, reportedAt: date, upvoteCount })]);
}

describe('the trending score of one paper', () => {
  it('is exact after votes and withdrawals of twenty clients at once, with imports in between', async () => {
    await report(1);
    const tokens: string[] = [];
    for (const number of upTo(CLIENTS)) tokens.push(await server.signUp(`voter-${number}`));
    const paper = nodeId('Paper', 1);
    const act = async (token: string, client: number) => {
      const random = randomNumbers(client);
      for (let turn = 0; turn < TURNS; turn++) {
        const answer = await vote(server, random(2) === 0 ? 'upvotePaper' : 'removePaperUpvote', paper, token);
        expect(answer.errors).toBeUndefined();
      }
    };
    const importing = (async () => {
      for (let day = 2; day <= 15; day++) await report(day);
    })();
    await Promise.all([importing, ...tokens.map(act)]);
    await expectCountsToHold(server.database);
    const { rows } = await server.database.pool.query('select imported_upvote_count from paper_stats');
    expect(rows).toEqual([{ imported_upvote_count: 45 }]);
  });

  it('moves with the day of publication, and nothing else', async () => {
    await report(1, 7);
    await report(2, 7);
    await expectCountsToHold(server.database);
  });

  it('keeps a vote that is being cast while an import makes the score anew', async () => {
    await report(1, 7);
    await server.signUp('ada');
    let importing: Promise<void> | undefined;
    await server.database.transaction(async (sql) => {
      await castVotes(sql, 'LINE', [{ paperId: 1, userId: 1 }], null);
      importing = report(2, 7);
      await untilWaiting(server.database.pool);
    });
    await importing;
    await expectCountsToHold(server.database);
  });

  it('is that of before in the answer to a vote that is taken back', async () => {
    const [paper = 0] = await new Fixtures(server.database).papers([{ publishedOn: '2026-01-01', importedUpvotes: 9 }]);
    const token = await server.signUp('ada');
    const id = nodeId('Paper', paper);
    const mutate = async (name: string) => {
      const query = `mutation { answer: ${name}(input: { paperId: "${id}" }) { paper { trendingScore } } }`;
      return (await server.data<{ answer: { paper: { trendingScore: number } } }>(query, {}, token)).answer.paper;
    };
    const { node } = await server.data<{ node: { trendingScore: number } }>(
      `{ node(id: "${id}") { ... on Paper { trendingScore } } }`,
    );
    expect((await mutate('upvotePaper')).trendingScore).toBeGreaterThan(node.trendingScore);
    expect((await mutate('removePaperUpvote')).trendingScore).toBeCloseTo(node.trendingScore, 9);
  });
});

import { nodeId } from '../../src/graphql/node';
import { Fixtures, upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let fixtures: Fixtures;
let users: number[];
beforeAll(async () => {
  server = await startTestServer();
  await server.database.pool.query(`insert into settings values ('feed_time_zone', 'America/New_York')`);
  fixtures = new Fixtures(server.database);
  users = await fixtures.users(upTo(6).map((number) => `user-${number}`));
});
afterAll(() => server.close());

interface Factors {
  halfLifeHours: number;
  epochAt: string;
  commentFactor: number;
  commentLimit: number;
  startsAt: string;
  logVoteWeight: number;
  logCommentWeight: number | null;
  commenterCount: number;
}

interface Paper {
  trendingScore: number;
  importedUpvoteCount: number;
  upvotes: { edges: { votedAt: string }[] };
  comments: { nodes: { createdAt: string; state: string; author: { id: string } | null }[] };
  trendingFactors: Factors;
}

async function read(paper: number): Promise<Paper> {
  const { node } = await server.data<{ node: Paper }>(
    `query ($id: ID!) { node(id: $id) { ... on Paper {
      trendingScore importedUpvoteCount
      upvotes(first: 100) { edges { votedAt } }
      comments(first: 100) { nodes { createdAt state author { id } } }
      trendingFactors {
        halfLifeHours epochAt commentFactor commentLimit startsAt logVoteWeight logCommentWeight commenterCount
      }
    } } }`,
    { id: nodeId('Paper', paper) },
  );
  return node;
}

/** As a client would do it, with nothing but the answer and the description of `TrendingFactors`. */
function recompute({ importedUpvoteCount, upvotes, comments, trendingFactors: factors }: Paper) {
  const exponent = (instant: string) =>
    (Math.LN2 * (Date.parse(instant) - Date.parse(factors.epochAt))) / 3_600_000 / factors.halfLifeHours;
  const votes = [
    ...Array<string>(1 + importedUpvoteCount).fill(factors.startsAt),
    ...upvotes.edges.map((edge) => edge.votedAt),
  ].map(exponent);
  const first = new Map<string, string>();
  for (const { author, createdAt, state } of comments.nodes) {
    if (author === null || state !== 'VISIBLE') continue;
    const known = first.get(author.id);
    first.set(author.id, known === undefined || createdAt < known ? createdAt : known);
  }
  const largest = Math.max(...votes);
  const sum = (exponents: number[]) => exponents.reduce((total, each) => total + Math.exp(each - largest), 0);
  const v = sum(votes);
  const c = factors.commentFactor * sum([...first.values()].map(exponent));
  return {
    score: largest + Math.log(v + Math.min(c, factors.commentLimit * v)),
    logVoteWeight: largest + Math.log(v),
    logCommentWeight: first.size > 0 ? largest + Math.log(c) : null,
    commenterCount: first.size,
  };
}

async function expectToBeRecomputable(id: number): Promise<Factors> {
  const paper = await read(id);
  const { score, logVoteWeight, logCommentWeight, commenterCount } = recompute(paper);
  const factors = paper.trendingFactors;
  expect(paper.trendingScore).toBeCloseTo(score, 9);
  expect(factors.logVoteWeight).toBeCloseTo(logVoteWeight, 9);
  if (logCommentWeight === null) expect(factors.logCommentWeight).toBeNull();
  else expect(factors.logCommentWeight).toBeCloseTo(logCommentWeight, 9);
  expect(factors.commenterCount).toBe(commenterCount);
  return factors;
}

describe('Paper.trendingFactors', () => {
  it('lets anybody compute the score again from public fields alone', async () => {
    const papers = await fixtures.papers([
      { importedUpvotes: 40, publishedOn: '2025-07-01' },
      { publishedOn: '2025-07-02' },
      { createdAt: '2025-07-03T10:20:30.456Z' },
      { importedUpvotes: 1, publishedOn: '2025-07-01' },
    ]);
    const [voted = 0, discussed = 0, , both = 0] = papers;
    const votedAt = (number: number) => `2025-07-0${number}T1${number}:00:00.123Z`;
    await fixtures.upvotes(
      [voted, both].flatMap((paper) => users.map((user, index) => ({ paper, user, votedAt: votedAt(1 + index) }))),
    );
    await fixtures.comments(
      [discussed, both].flatMap((paper) =>
        [...users, ...users].map((author, index) => ({
          paper,
          author,
          createdAt: votedAt(1 + (index % 5)),
          state: index === 3 ? ('HIDDEN' as const) : ('VISIBLE' as const),
        })),
      ),
    );
    for (const paper of papers) await expectToBeRecomputable(paper);
  });

  it('starts with the day of the edition, else of the publication, in the zone of the feed, else with the adding', async () => {
    const papers = await fixtures.papers([
      { publishedOn: '2025-01-01' },
      { publishedOn: '2025-01-01' },
      { createdAt: '2025-01-01T10:20:30.456Z' },
    ]);
    const [listed = 0, published = 0, unknown = 0] = papers;
    await fixtures.listings([{ paper: listed, date: '2025-07-04' }]);
    expect((await expectToBeRecomputable(listed)).startsAt).toBe('2025-07-04T04:00:00.000Z');
    expect((await expectToBeRecomputable(published)).startsAt).toBe('2025-01-01T05:00:00.000Z');
    expect((await expectToBeRecomputable(unknown)).startsAt).toBe('2025-01-01T10:20:30.456Z');
  });
});

import { DateTime } from 'luxon';
import { nodeId } from '../../src/graphql/node';
import { today } from '../../src/lib/today';
import { idsOnPages, ListQuery, pageOf, pagesForwards } from '../graphql/pages-of';
import { Fixtures, upTo } from '../support/fixtures';
import { statementsOf } from '../support/count-statements';
import { FEED_TIME_ZONE, startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
});
afterAll(() => server.close());
beforeEach(() => fixtures.clear());

const daysAgo = (days: number) =>
  DateTime.fromISO(today(FEED_TIME_ZONE), { zone: 'UTC' }).minus({ days }).toISODate() as string;
const trending =
  (args = ''): ListQuery =>
  (list) =>
    `{ ${list('trending', args)} }`;
const titlesOf = async (args: string) => {
  const query = `{ trending(first: 100, ${args}) { nodes { title } totalCount totalCountIsLowerBound } }`;
  const answer = await server.data<{ trending: { nodes: { title: string }[]; totalCount: number } }>(query);
  expect(answer.trending).toMatchObject({ totalCount: answer.trending.nodes.length, totalCountIsLowerBound: false });
  return answer.trending.nodes.map((paper) => paper.title);
};

describe('Query.trending', () => {
  it('puts the papers first that got the most votes lately', async () => {
    const [old = 0, fresh = 0, revived = 0] = await fixtures.papers([
      { title: 'once loved', publishedOn: '2025-01-01', importedUpvotes: 1000 },
      { title: 'fresh', publishedOn: '2025-02-01' },
      { title: 'revived', publishedOn: '2025-01-01' },
    ]);
    const [user = 0] = await fixtures.users(['ada']);
    await fixtures.upvotes([
      { paper: fresh, user, votedAt: '2025-02-01T12:00:00.000Z' },
      { paper: revived, user, votedAt: '2025-02-01T12:00:00.000Z' },
      { paper: old, user, votedAt: '2025-01-02T12:00:00.000Z' },
    ]);
    expect(await titlesOf('')).toEqual(['fresh', 'revived', 'once loved']);
    expect(await titlesOf('window: null')).toEqual(['fresh', 'revived', 'once loved']);
  });

  it.each([
    ['DAY', [0, 1]],
    ['WEEK', [0, 1, 2, 7]],
    ['MONTH', [0, 1, 2, 7, 8, 30]],
    ['ALL', [-1, 0, 1, 2, 7, 8, 30, 31]],
  ])('shows in the window %s the papers of %j days ago', async (window, days) => {
    const all = [-1, 0, 1, 2, 7, 8, 30, 31];
    await fixtures.papers(all.map((ago) => ({ title: String(ago), publishedOn: daysAgo(ago) })));
    expect(await titlesOf(`window: ${window}`)).toEqual(days.map(String));
  });

  it('goes by the edition, where there is one, and leaves unknown days to the window of all', async () => {
    const [, listed = 0, pending = 0] = await fixtures.papers([
      { title: 'unknown' },
      { title: 'listed today', publishedOn: '2024-01-01' },
      { title: 'pending', publishedOn: '2024-01-01' },
      { title: 'published today', publishedOn: daysAgo(0) },
    ]);
    await fixtures.listings([
      { paper: listed, date: daysAgo(0) },
      { paper: pending, date: daysAgo(0), state: 'PENDING' },
    ]);
    expect((await titlesOf('window: DAY')).sort()).toEqual(['listed today', 'published today']);
    expect(await titlesOf('window: ALL')).toHaveLength(4);
  });

  it.each(['DAY', 'WEEK', 'MONTH', 'ALL'])(
    'makes the same list of pages of any size, in the window %s',
    async (window) => {
      const papers = await fixtures.papers(
        upTo(24).map((number) => ({ publishedOn: daysAgo(number % 9), importedUpvotes: number % 3 })),
      );
      const whole = await pageOf(server, trending(`window: ${window}`), 'first: 100');
      for (const size of [1, 2, 3, 7, 100]) {
        const pages = await pagesForwards(server, trending(`window: ${window}`), size);
        expect(pages.flatMap((page) => page.edges)).toEqual(whole.edges);
        expect(pages).toHaveLength(Math.ceil(whole.edges.length / size));
      }
      const { rows } = await server.database.pool.query<{ id: number }>(
        `select paper_id as id from paper_stats where trending_day >= $1::date order by trending_score desc, paper_id desc`,
        [daysAgo({ DAY: 1, WEEK: 7, MONTH: 30, ALL: 99 }[window] ?? 0)],
      );
      expect(idsOnPages([whole])).toEqual(rows.map((row) => nodeId('Paper', row.id)));
      expect(papers).toHaveLength(24);
    },
  );

  it('refuses the cursor of another window, and to be read from the end', async () => {
    await fixtures.papers([{ publishedOn: daysAgo(0) }]);
    const { endCursor } = (await pageOf(server, trending('window: DAY'), 'first: 1')).pageInfo;
    const foreign = await server.ask(`{ trending(window: WEEK, after: "${endCursor}") { nodes { id } } }`);
    expect(foreign.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
    const backwards = await server.ask('{ trending(last: 1) { nodes { id } } }');
    expect(backwards.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('is one statement in every window, and one more for the count', async () => {
    for (const window of ['DAY', 'MONTH', 'ALL']) {
      const ask = (fields: string) => server.data(`{ trending(window: ${window}) { ${fields} } }`);
      expect(await statementsOf(() => ask('nodes { title abstract trendingScore }'))).toHaveLength(1);
      expect(await statementsOf(() => ask('nodes { title } totalCount totalCountIsLowerBound'))).toHaveLength(2);
    }
  });
});

describe('papers ordered by TRENDING', () => {
  it('can be filtered', async () => {
    await fixtures.papers(
      upTo(6).map((number) => ({
        title: String(number),
        publishedOn: '2025-01-01',
        importedUpvotes: number,
        categories: [number % 2 === 0 ? 'cs.LG' : 'math.CO'],
      })),
    );
    const { papers } = await server.data<{ papers: { nodes: { title: string }[] } }>(
      '{ papers(filter: { categories: ["cs"] }, orderBy: { field: TRENDING }) { nodes { title } } }',
    );
    expect(papers.nodes.map((paper) => paper.title)).toEqual(['6', '4', '2']);
  });
});

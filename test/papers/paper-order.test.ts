import fc from 'fast-check';
import { nodeId } from '../../src/graphql/node';
import { idsOnPages, ListQuery, pagesBackwards, pagesForwards } from '../graphql/pages-of';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
});
afterAll(() => server.close());

/** What papers are sorted by, under the names of the orders. */
interface Sortable {
  PUBLISHED_ON: string | null;
  UPVOTES: number;
  TRENDING: number;
  SUBMITTED_AT: string | null;
  CREATED_AT: string;
}

interface Order {
  field: keyof Sortable;
  direction: 'ASC' | 'DESC';
}

/** Few values, so that many are equal. */
const paper: fc.Arbitrary<Sortable> = fc.record({
  PUBLISHED_ON: fc.option(fc.constantFrom('1991-08-01', '2025-01-01', '2025-01-02', '9999-12-31')),
  UPVOTES: fc.integer({ min: 0, max: 3 }),
  // Neighbours among the doubles, and one that no short decimal names: a cursor must not round them.
  TRENDING: fc.constantFrom(-7e5, 0, 0.3, 0.1 + 0.2, 1461 + 2 ** -42, 2e6),
  SUBMITTED_AT: fc.option(
    fc.constantFrom('2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.001Z', '2025-01-02T00:00:00.000Z'),
  ),
  CREATED_AT: fc.constantFrom('2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.001Z'),
});
const order: fc.Arbitrary<Order> = fc.record({
  field: fc.constantFrom('PUBLISHED_ON', 'UPVOTES', 'TRENDING', 'SUBMITTED_AT', 'CREATED_AT'),
  direction: fc.constantFrom('ASC', 'DESC'),
});

/** The order in memory: rows without the value last in both directions, ties by id in the same direction. */
function modelOrder(papers: (Sortable & { id: number })[], { field, direction }: Order): number[] {
  const sign = direction === 'ASC' ? 1 : -1;
  const compare = (a: string | number, b: string | number) => (a === b ? 0 : a < b ? -1 : 1);
  const sorted = papers.toSorted((one, other) => {
    const [a, b] = [one[field], other[field]];
    if (a === null || b === null) return Number(a === null) - Number(b === null) || sign * (one.id - other.id);
    return sign * (compare(a, b) || one.id - other.id);
  });
  return sorted.map((each) => each.id);
}

async function store(papers: Sortable[]): Promise<(Sortable & { id: number })[]> {
  await fixtures.clear();
  const ids = await fixtures.papers(
    papers.map((each) => ({
      publishedOn: each.PUBLISHED_ON,
      importedUpvotes: each.UPVOTES,
      createdAt: each.CREATED_AT,
    })),
  );
  const stored = papers.map((each, index) => ({ ...each, id: ids[index] ?? 0 }));
  const listed = stored.filter((each) => each.SUBMITTED_AT !== null);
  await fixtures.listings(
    listed.map((each) => ({ paper: each.id, date: '2025-01-01', submittedAt: each.SUBMITTED_AT })),
  );
  await server.database.pool.query(
    `update paper_stats set log_vote_weight = given.score, log_comment_weight = null, trending_score = given.score
     from unnest($1::integer[], $2::double precision[]) as given (id, score) where paper_id = given.id`,
    [ids, papers.map((each) => each.TRENDING)],
  );
  return stored;
}

describe('the order of papers', () => {
  it('is that of a plain model, for random papers in every order and page size, forwards and backwards', async () => {
    const run = async (papers: Sortable[], by: Order, size: number) => {
      const expected = modelOrder(await store(papers), by).map((id) => nodeId('Paper', id));
      const query: ListQuery = (list) =>
        `{ ${list('papers', `orderBy: { field: ${by.field}, direction: ${by.direction} }`)} }`;
      expect(idsOnPages(await pagesForwards(server, query, size))).toEqual(expected);
      expect(idsOnPages((await pagesBackwards(server, query, size)).reverse())).toEqual(expected);
    };
    const papers = fc.array(paper, { maxLength: 12 });
    await fc.assert(fc.asyncProperty(papers, order, fc.integer({ min: 1, max: 5 }), run), { numRuns: 60 });
  });

  it('is the newest day of publication first, unless another is asked for', async () => {
    const day = (PUBLISHED_ON: string | null) => ({
      PUBLISHED_ON,
      UPVOTES: 0,
      TRENDING: 0,
      SUBMITTED_AT: null,
      CREATED_AT: '2025-01-01T00:00:00.000Z',
    });
    const stored = await store([day('2025-01-01'), day(null), day('2025-01-02'), day('2025-01-01')]);
    const [old, unknown, fresh, old2] = stored.map((each) => nodeId('Paper', each.id));
    const whole = await pagesForwards(server, (list) => `{ ${list('papers')} }`, 10);
    expect(idsOnPages(whole)).toEqual([fresh, old2, old, unknown]);
  });
});

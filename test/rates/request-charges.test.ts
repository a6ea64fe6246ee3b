import type { HourlyQuota } from '../../src/graphql/charges';
import { limitsWith } from '../../src/graphql/limits';
import { RateLimiter } from '../../src/rates/buckets/rate-limiter';
import { RequestCharges } from '../../src/rates/request-charges';
import { statementsOf } from '../support/count-statements';
import { createTestDatabase, TestDatabase } from '../support/test-database';

/** Of buckets that as good as do not fill while a test runs. */
const LIMITS = limitsWith({ userPoints: 100, userPointsPerSecond: 0.01, votesPerHour: 10, commentsPerHour: 3 });

let test: TestDatabase;
let rateLimiter: RateLimiter;
/** Each test is of a person of its own. */
let userId = 0;
beforeAll(async () => {
  test = await createTestDatabase();
  rateLimiter = new RateLimiter(test.database.pool, { patienceMs: 1000, onFailure: () => undefined });
});
beforeEach(() => userId++);
afterAll(async () => {
  await rateLimiter.stop();
  await test.drop();
});

/** A request of that person that takes so much. */
async function request(points: number, counts: Partial<Record<HourlyQuota, number>> = {}): Promise<RequestCharges> {
  const charges = new RequestCharges({ rateLimiter, limits: LIMITS }, '192.0.2.1');
  charges.signIn(userId);
  const refusal = await charges.charge(points, new Map(Object.entries(counts) as [HourlyQuota, number][])).then(
    () => null,
    (error: Error) => error.message,
  );
  expect(refusal === null).toBe(charges.retryAfterSeconds === null);
  return charges;
}

const leftOf = ({ left }: RequestCharges) =>
  Object.fromEntries(left.map(({ payer, remaining }) => [payer.policy.name, remaining]));

describe('a request', () => {
  it('is charged points and all that is counted by the hour in one statement', async () => {
    const statements = await statementsOf(
      async () =>
        expect(leftOf(await request(20, { votes: 4, comments: 1 }))).toEqual({ points: 80, votes: 6, comments: 2 }),
      (text) => text.includes('settle_rate_buckets'),
    );
    expect(statements).toHaveLength(1);
  });

  it('is charged nothing where it comes too early for one of them', async () => {
    await request(20, { votes: 4, comments: 1 });
    const tooManyVotes = await request(20, { comments: 1, votes: 7 });
    expect(leftOf(tooManyVotes)).toEqual({ points: 80, votes: 6 });
    const tooManyPoints = await request(81, { votes: 6, comments: 2 });
    expect(leftOf(tooManyPoints)).toEqual({ points: 80 });
    expect(leftOf(await request(80, { votes: 6, comments: 2 }))).toEqual({ points: 0, votes: 0, comments: 0 });
  });
});

import { Pool } from 'pg';
import { pollUntil } from '../../src/lib/poll-until';
import { RateLimiter } from '../../src/rates/buckets/rate-limiter';
import { statementsOf } from '../support/count-statements';
import { upTo } from '../support/fixtures';
import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
const limiters: RateLimiter[] = [];
const failures: unknown[] = [];

/** What a process has, over the pool of the test or another. */
function startLimiter(sql = test.database.pool, patienceMs = 1000): RateLimiter {
  const limiter = new RateLimiter(sql, { patienceMs, onFailure: (error) => failures.push(error) });
  limiters.push(limiter);
  return limiter;
}

const isSettling = (text: string) => text.includes('settle_rate_buckets');

/** Of a bucket that as good as never fills again. */
const slowly = (burst: number) => ({ name: 'points', burst, perSecond: 1e-6 });

/** Points that are taken now, as the table has it. */
async function takenFrom(key: string, perSecond: number): Promise<number> {
  const { rows } = await test.database.pool.query<{ taken: number }>(
    `select round(extract(epoch from full_at - clock_timestamp())::float8 * $2) as taken from rate_buckets where key = $1`,
    [key, perSecond],
  );
  return Number(rows[0]?.taken ?? 0);
}

beforeAll(async () => (test = await createTestDatabase()));
beforeEach(() => failures.splice(0));
afterEach(async () => {
  await Promise.all(limiters.splice(0).map((limiter) => limiter.stop()));
});
afterAll(() => test.drop());

describe('a process', () => {
  it('charges until nothing is left, to the point', async () => {
    const limiter = startLimiter();
    const answers: number[] = [];
    for (let number = 0; number < 1010; number++) answers.push(await limiter.charge('a', slowly(1000), 1));
    expect(answers.filter((seconds) => seconds === 0)).toHaveLength(1000);
    expect(answers.slice(1000).every((seconds) => seconds > 0)).toBe(true);
  });

  it('says how long it takes until there is enough', async () => {
    const limiter = startLimiter();
    const policy = { name: 'points', burst: 100, perSecond: 1 };
    expect(await limiter.charge('wait', policy, 90)).toBe(0);
    expect(Math.round(await limiter.charge('wait', policy, 40))).toBe(30);
    expect(await limiter.charge('wait', policy, 5)).toBe(0);
  });

  it('serves each of those who come at once, or refuses them', async () => {
    const limiter = startLimiter();
    const costs = Array.from({ length: 300 }, (_, number) => 1 + (number % 9));
    const answers = await Promise.all(costs.map(async (cost) => limiter.charge('crowd', slowly(1000), cost)));
    const charged = costs.filter((_, number) => answers[number] === 0).reduce((sum, cost) => sum + cost, 0);
    expect(charged).toBe(1000);
  });

  it('knows one key from the other', async () => {
    const limiter = startLimiter();
    expect(await limiter.charge('one', slowly(10), 10)).toBe(0);
    expect(await limiter.charge('one', slowly(10), 1)).toBeGreaterThan(0);
    expect(await limiter.charge('other', slowly(10), 10)).toBe(0);
  });

  it('takes hardly a statement for somebody who comes again and again', async () => {
    const limiter = startLimiter();
    const policy = { name: 'points', burst: 1_000_000, perSecond: 1000 };
    await limiter.charge('busy', policy, 100);
    const statements = await statementsOf(async () => {
      for (let number = 0; number < 2000; number++) await limiter.charge('busy', policy, 100);
    }, isSettling);
    expect(statements.length).toBeLessThan(20);
  });

  it('lets the first few through before it asks, and has them charged afterwards', async () => {
    const limiter = startLimiter();
    expect([limiter.charge('first', slowly(1000), 1), limiter.chargeAtOnce('first', slowly(1000), 1)]).toEqual([
      0,
      true,
    ]);
    expect(limiter.charge('first', slowly(1000), 1)).toBeInstanceOf(Promise);
    expect(limiter.charge('second', slowly(1000), 2)).toBe(0);
    const isCharged = async () => (await takenFrom('second', 1e-6)) >= 2 || undefined;
    expect(await pollUntil(isCharged, { withinMs: 5000, everyMs: 20 })).toBe(true);
    await limiter.stop();
    expect([await takenFrom('first', 1e-6), await takenFrom('second', 1e-6)]).toEqual([3, 2]);
  });

  it('asks little for somebody who is refused again and again', async () => {
    const limiter = startLimiter();
    await limiter.charge('refused', slowly(1000), 1000);
    const statements = await statementsOf(async () => {
      for (let number = 0; number < 20_000; number++) await limiter.charge('refused', slowly(1000), 1);
    }, isSettling);
    expect(statements.length).toBeLessThan(10);
  });

  it('gives back what it does not use, soon and when it stops', async () => {
    const policy = { name: 'points', burst: 80_000, perSecond: 1 };
    const limiter = startLimiter();
    // More than a block in one round, so more than a block is leased for the next.
    for (let number = 0; number < 300; number++) expect(await limiter.charge('idle', policy, 10)).toBe(0);
    const block = 100;
    const isReturned = async () => (await takenFrom('idle', 1)) <= 3000 + block || undefined;
    expect(await pollUntil(isReturned, { withinMs: 5000, everyMs: 50 })).toBe(true);
    await limiter.stop();
    expect(await takenFrom('idle', 1)).toBeLessThanOrEqual(3000);
    expect(await takenFrom('idle', 1)).toBeGreaterThan(2980);
  });

  it('gives back what it has of thousands in a few short statements', async () => {
    const limiter = startLimiter();
    await Promise.all(upTo(2500).map(async (number) => limiter.charge(`leaving-${number}`, slowly(8000), 1)));
    const statements = await statementsOf(() => limiter.stop(), isSettling);
    expect(statements).toHaveLength(3);
    expect([await takenFrom('leaving-1', 1e-6), await takenFrom('leaving-2500', 1e-6)]).toEqual([1, 1]);
  });

  it('that begins again goes on where it stopped, and after a crash lacks at most its lease', async () => {
    const policy = slowly(8000);
    const first = startLimiter();
    await first.charge('restart', policy, 5000);
    await first.stop();
    const pool = new Pool({ connectionString: test.url, max: 1 });
    const crashed = startLimiter(pool);
    await crashed.charge('restart', policy, 1000);
    await pool.end();

    const next = startLimiter();
    let charged = 0;
    while ((await next.charge('restart', policy, 1)) === 0) charged++;
    const block = 10;
    expect(charged).toBeLessThanOrEqual(2000);
    // One is gone with the crash, and the last one is asked for only once there is one again.
    expect(charged).toBeGreaterThanOrEqual(2000 - 2 * block);
  });

  it('refuses as unavailable while PostgreSQL cannot be asked, and goes on afterwards', async () => {
    const pool = new Pool({ connectionString: test.url, max: 1 });
    const limiter = startLimiter(pool, 3_000);
    const held = await pool.connect();
    await expect(limiter.charge('away', slowly(10), 1)).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
    held.release();
    expect(await limiter.charge('away', slowly(10), 1)).toBe(0);
    await limiter.stop();
    await pool.end();
    const after = startLimiter(pool);
    await expect(after.charge('away', slowly(10), 1)).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
    expect(failures).toEqual([
      expect.objectContaining({ message: expect.stringContaining('does not answer') as string }),
      expect.objectContaining({ message: expect.stringContaining('after calling end') as string }),
    ]);
  });

  it('does not refuse who came later with those who waited too long', async () => {
    const pool = new Pool({ connectionString: test.url, max: 1 });
    const limiter = startLimiter(pool, 500);
    const held = await pool.connect();
    const first = limiter.charge('hung', slowly(10), 1);
    expect(await pollUntil(() => Promise.resolve(pool.waitingCount || undefined), { withinMs: 400, everyMs: 5 })).toBe(
      1,
    );
    const second = limiter.charge('hung', slowly(10), 1);
    await expect(first).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    held.release();
    expect(await second).toBe(0);
    await limiter.stop();
    await pool.end();
  });

  it('takes back what was charged for nothing', async () => {
    const limiter = startLimiter();
    expect(await limiter.charge('back', slowly(10), 10)).toBe(0);
    limiter.giveBack('back', slowly(10), 4);
    expect(limiter.stateOf('back', slowly(10)).remaining).toBe(4);
    expect(await limiter.charge('back', slowly(10), 3)).toBe(0);
    await limiter.stop();
    expect(await takenFrom('back', 1e-6)).toBe(9);
  });
});

describe('four processes', () => {
  /** In seconds, which taking moves on and time does not. */
  const fullAt = async (key: string) => {
    const sql = 'select extract(epoch from full_at)::float8 as seconds from rate_buckets where key = $1';
    return (await test.database.pool.query<{ seconds: number }>(sql, [key])).rows[0]!.seconds;
  };

  it('let less than 1 % through of what somebody used up elsewhere, and have it paid with what comes back', async () => {
    const policy = { name: 'points', burst: 1000, perSecond: 20 };
    expect(await startLimiter().charge('spent', policy, 1000)).toBe(0);
    const before = await fullAt('spent');
    const others = upTo(4).map(() => startLimiter());
    const answers = await Promise.all(
      others.map(async (limiter) => {
        return [await limiter.charge('spent', policy, 2), await limiter.charge('spent', policy, 900)];
      }),
    );
    expect(answers.map(([first]) => first)).toEqual([0, 0, 0, 0]);
    expect(answers.every(([, second]) => second! > 0)).toBe(true);
    const isPaid = async () => (await fullAt('spent')) - before > 0.39 || undefined;
    expect(await pollUntil(isPaid, { withinMs: 10_000, everyMs: 20 })).toBe(true);
    await Promise.all(others.map((limiter) => limiter.stop()));
    expect((await fullAt('spent')) - before).toBeCloseTo(8 / 20, 3);
  });

  it.each([
    ['cheap requests', 60_000, 1000, () => 1],
    ['requests of all sizes', 60_000, 1000, (number: number) => [1, 12, 261, 3000][number % 4]!],
    ['a small bucket', 2000, 200, (number: number) => 1 + (number % 30)],
  ])('together let through what one would, within 1 %%: %s', async (name, burst, perSecond, costOf) => {
    const policy = { name: 'points', burst, perSecond };
    const pools = Array.from({ length: 4 }, () => new Pool({ connectionString: test.url, max: 2 }));
    const processes = pools.map((pool) => startLimiter(pool));
    // From the first point on, what was taken comes back.
    expect(await processes[0]!.charge(`four ${name}`, policy, 1)).toBe(0);
    let charged = 1;
    const began = performance.now();
    const until = began + 1500;
    let drainedAt = began;
    /** For a while, and until not one point was left, however long that takes. */
    const hammer = async (limiter: RateLimiter, from: number) => {
      let isDrained = false;
      for (let number = from; performance.now() < until || !isDrained; number++) {
        const cost = costOf(number);
        const isRefused = (await limiter.charge(`four ${name}`, policy, cost)) > 0;
        if (!isRefused) charged += cost;
        if (cost === 1) isDrained = isRefused;
        if (number % 50 === 0) await new Promise(setImmediate);
      }
      drainedAt = performance.now();
    };
    await Promise.all(processes.flatMap((limiter) => [0, 1, 2].map((from) => hammer(limiter, from))));
    await Promise.all(processes.map((limiter) => limiter.stop()));
    await Promise.all(pools.map((pool) => pool.end()));
    const taken = await takenFrom(`four ${name}`, perSecond);
    const seconds = (performance.now() - began) / 1000;

    // Whoever was refused was refused for a reason: but for what came back since, nothing was left.
    const sinceDrained = (performance.now() - drainedAt) / 1000;
    expect(taken + perSecond * sinceDrained).toBeGreaterThanOrEqual(0.99 * burst);
    const exact = taken + perSecond * seconds;
    expect(charged).toBeLessThanOrEqual(exact * 1.01);
    expect(charged).toBeGreaterThanOrEqual(exact * 0.99);
  });
});

import fc from 'fast-check';
import { settleBuckets } from '../../src/rates/buckets/settle-buckets.query';
import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeAll(async () => (test = await createTestDatabase()));
afterAll(() => test.drop());

/** As if time had passed: the bucket is full the earlier. */
const letPass = (key: string, seconds: number) =>
  test.database.pool.query(`update rate_buckets set full_at = full_at - $2 * interval '1 second' where key = $1`, [
    key,
    seconds,
  ]);

const step = fc.record({
  passing: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 30, noNaN: true })),
  returned: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 })),
  needed: fc.integer({ min: 0, max: 120 }),
  ahead: fc.integer({ min: 0, max: 40 }),
});

describe('a shared bucket', () => {
  it('holds what a leaky bucket holds, by the clock of PostgreSQL', async () => {
    let run = 0;
    const policies = fc.record({
      burst: fc.integer({ min: 1, max: 200 }),
      perSecond: fc.constantFrom(0.01, 1, 7, 100),
    });
    await fc.assert(
      fc.asyncProperty(policies, fc.array(step, { minLength: 1, maxLength: 12 }), async (numbers, steps) => {
        const key = `model:${++run}`;
        const policy = { name: 'model', ...numbers };
        const { burst, perSecond } = policy;
        let [content, seenAt] = [burst, 0];
        for (const { passing, returned, needed, ahead } of steps) {
          await letPass(key, passing);
          const wished = needed + ahead;

          const [{ granted, room, settledAt } = never()] = await settleBuckets(test.database.pool, [
            { key, policy, returned, needed, wished },
          ]);

          const passed = passing + (seenAt ? (settledAt.getTime() - seenAt) / 1000 : 0);
          const expected = Math.min(burst, Math.min(burst, content + passed * perSecond) + returned);
          // A Date is of a millisecond.
          expect(Math.abs(room + granted - expected)).toBeLessThan(0.002 * perSecond + 1e-6);
          expect(granted).toBe(needed > room + granted ? 0 : Math.min(wished, Math.floor(room + granted)));
          [content, seenAt] = [room, settledAt.getTime()];
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives to many at once no more than it holds', async () => {
    const policy = { name: 'model', burst: 1000, perSecond: 0.001 };
    const ask = () => settleBuckets(test.database.pool, [{ key: 'crowd', policy, returned: 0, needed: 7, wished: 7 }]);
    const answers = await Promise.all(Array.from({ length: 200 }, ask));
    const granted = answers.flat().reduce((sum, answer) => sum + answer.granted, 0);
    expect(granted).toBe(994);
  });

  it('is found by the index, also by a connection that knew the table when it was empty', async () => {
    const { pool } = test.database;
    const rowsRead = async () => {
      const statistics = `select seq_tup_read::integer as read from pg_stat_user_tables where relname = 'rate_buckets'`;
      return (await pool.query<{ read: number }>(statistics)).rows[0]!.read;
    };
    await pool.query('truncate rate_buckets');
    await pool.query('vacuum analyze rate_buckets');
    const client = await pool.connect();
    try {
      const policy = { name: 'model', burst: 100, perSecond: 0.001 };
      const settle = (key: string) => settleBuckets(client, [{ key, policy, returned: 0, needed: 1, wished: 1 }]);
      for (let time = 0; time < 10; time++) await settle('first');
      await client.query(`insert into rate_buckets select 'other:' || n, now() from generate_series(1, 5000) n`);
      const before = await rowsRead();
      await settle('first');
      await settle('last');
      await client.query('select pg_stat_force_next_flush()');
      await client.query('select 1');
      expect((await rowsRead()) - before).toBe(0);
    } finally {
      client.release();
      await pool.query('truncate rate_buckets');
    }
  });

  it('is settled with others in one statement, by whoever asks in whatever order', async () => {
    const policy = { name: 'model', burst: 100, perSecond: 0.001 };
    const keys = Array.from({ length: 50 }, (_, number) => `key:${number}`);
    const asked = keys.map((key, number) => ({ key, policy, returned: 0, needed: number, wished: number }));
    const rounds = await Promise.all(
      [asked, asked.toReversed()].map((order) => settleBuckets(test.database.pool, order)),
    );
    expect(rounds[0]?.map(({ granted }) => granted)).toEqual(keys.map((_, number) => number));
    expect(rounds[1]?.map(({ granted }) => granted)).toEqual(keys.map((_, number) => number).toReversed());
    const left = await settleBuckets(
      test.database.pool,
      asked.map((one) => ({ ...one, needed: 0, wished: 0 })),
    );
    left.forEach(({ room }, number) => expect(Math.round(room)).toBe(100 - 2 * number));
  });
});

function never(): never {
  throw new Error('A bucket was asked and did not answer.');
}

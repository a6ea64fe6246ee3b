import type { Pool } from 'pg';
import { RequestPool } from '../../src/db/requests/request-pool';
import { createTestDatabase, TestDatabase } from '../support/test-database';

const MINUTE_MS = 60_000;

let test: TestDatabase;
let requestPool: RequestPool;
beforeAll(async () => {
  test = await createTestDatabase();
  requestPool = new RequestPool({ url: test.url, size: 1, statementMs: 1000, waitMs: 1000, requestMs: 1000 });
});
beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());
afterAll(async () => {
  await requestPool.close();
  await test.drop();
});

const backendOf = async (pool: Pool) => {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid;
};

describe('a connection that nobody uses', () => {
  it.each([
    ['of requests', () => requestPool.connections],
    ['of the process', () => test.database.pool],
  ])('is kept for ten minutes, and no longer: one %s', async (_, poolOf) => {
    const pool = poolOf();
    const first = await backendOf(pool);
    jest.advanceTimersByTime(9 * MINUTE_MS);
    expect(await backendOf(pool)).toBe(first);
    jest.advanceTimersByTime(11 * MINUTE_MS);
    expect(pool.totalCount).toBe(0);
  });
});

import type { Database } from '../../src/db/database';
import { pollUntil } from '../../src/lib/poll-until';

const WAITING = `
  select count(*)::integer as count from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

/**
 * Holds a lock on a table until the work that it stops has come so far: `until(3)` waits for three connections that
 * wait for a lock. Takes two connections of the pool, so the work must leave them.
 */
export async function whileLocked(
  { pool }: Database,
  table: string,
  work: (until: (waiting: number) => Promise<void>) => Promise<void>,
): Promise<void> {
  const held = await pool.connect();
  try {
    await held.query(`begin; lock table ${table} in share mode`);
    await work(async (waiting) => {
      const areWaiting = async () => (await pool.query<{ count: number }>(WAITING)).rows[0]?.count === waiting;
      const found = await pollUntil(async () => (await areWaiting()) || undefined, { withinMs: 10_000, everyMs: 20 });
      if (!found) throw new Error(`There never were ${waiting} connections that wait for a lock.`);
    });
  } finally {
    await held.query('rollback');
    held.release();
  }
}

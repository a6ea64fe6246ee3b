import type { Database } from '../../src/db/database';
import { pollUntil } from '../../src/lib/poll-until';
import type { SqlRunner } from '../../src/db/sql';

const WAITING = `
  select count(*)::integer as count from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

/**
 * Until so many connections to the database wait for the locks of others. Asked over a connection that is in no
 * transaction: within one, PostgreSQL goes on showing who waited at the first look.
 */
export async function untilWaiting(sql: SqlRunner, waiting = 1): Promise<void> {
  const areWaiting = async () => {
    const { rows } = await sql.query<{ count: number }>(WAITING);
    return rows[0]?.count === waiting || undefined;
  };
  const found = await pollUntil(areWaiting, { withinMs: 20_000, everyMs: 10 });
  if (!found) throw new Error(`There never were ${waiting} connections that wait for a lock.`);
}

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
    await work((waiting) => untilWaiting(pool, waiting));
  } finally {
    await held.query('rollback');
    held.release();
  }
}

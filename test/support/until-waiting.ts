import type { Database } from '../../src/db/database';
import { pollUntil } from '../../src/lib/poll-until';

/** Until some connection to the database waits for the lock of another. */
export async function untilSomebodyWaits({ pool }: Database): Promise<void> {
  const waiting = await pollUntil(
    async () => {
      const { rows } = await pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0] as object | undefined;
    },
    { withinMs: 10_000, everyMs: 5 },
  );
  if (!waiting) throw new Error('Nobody waits for a lock.');
}

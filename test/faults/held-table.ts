import { Client } from 'pg';
import { pollUntil } from '../../src/lib/poll-until';

/** What a server runs and waits for in a table that somebody else holds. */
export interface HeldTable {
  /** Until so many statements wait for the table. */
  untilWaiting(count: number): Promise<void>;
  /** The process ids of those that wait. */
  waiting(): Promise<number[]>;
  letGo(): Promise<void>;
}

const WAITING = `
  select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' order by pid`;

/** Holds a table, so that each statement that reads it waits until it is let go: a database in trouble, seen by a request. */
export async function holdTable(url: string, table: string): Promise<HeldTable> {
  const [holder, onlooker] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
  await Promise.all([holder.connect(), onlooker.connect()]);
  await holder.query(`begin; lock table ${table} in access exclusive mode`);
  const waiting = async () => (await onlooker.query<{ pid: number }>(WAITING)).rows.map(({ pid }) => pid);
  return {
    waiting,
    async untilWaiting(count) {
      const areWaiting = async () => (await waiting()).length === count || undefined;
      if (!(await pollUntil(areWaiting, { withinMs: 20_000, everyMs: 10 }))) {
        throw new Error(`${(await waiting()).length} statements wait for ${table} in place of ${count}.`);
      }
    },
    async letGo() {
      await holder.query('rollback');
      await Promise.all([holder.end(), onlooker.end()]);
    },
  };
}

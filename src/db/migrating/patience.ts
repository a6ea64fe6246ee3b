import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';

/** How a migration waits for those who use the tables. */
export interface Patience {
  /** How long one attempt waits for a lock. Whoever comes after it waits behind it for as long. */
  lockMs: number;
  /** For how long it goes on trying. */
  totalMs: number;
  /** Told what takes long. */
  tell: (line: string) => void;
}

/** Numbers have their reasons and variables among the limits. */
export const PATIENCE: Patience = { lockMs: 200, totalMs: 600_000, tell: () => undefined };

/** A migration that got no lock in all that time; the message is a sentence for the person at the terminal. */
export class MigrationError extends Error {}

/** lock_not_available and deadlock_detected. */
const HELD_CODES = ['55P03', '40P01'];
/** Doubling from 0.1 s to 5 s: a short statement is soon over, and a long transaction leaves a gap that must be met. */
const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 5_000;

const patienceByRunner = new WeakMap<QueryRunner, Patience>();

/** Steps get the connection alone, as TypeORM calls migrations; so what they are to be patient with is kept by it. */
export function keepPatience(sql: QueryRunner, patience: Patience): void {
  patienceByRunner.set(sql, patience);
}

export function patienceOf(sql: QueryRunner): Patience {
  return patienceByRunner.get(sql) ?? PATIENCE;
}

/** Does some work, a transaction or what may be repeated, until it gets its locks; `what` is its subject in a sentence. */
export async function patiently<T>(sql: QueryRunner, what: string, work: () => Promise<T>): Promise<T> {
  const { lockMs, totalMs, tell } = patienceOf(sql);
  const beganAt = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!HELD_CODES.includes(String((error as { code?: unknown }).code))) throw error;
      const holder = await oldestTransaction(sql);
      if (performance.now() - beganAt > totalMs) throw gaveUp(what, attempt, holder, error);
      const delayMs = delayAfter(attempt);
      tell(`${what} did not get a lock within ${lockMs} ms${holder}; attempt ${attempt + 1} is in ${delayMs} ms`);
      await delay(delayMs);
    }
  }
}

/** Half of it by chance, so that it does not keep step with what comes at regular times. */
function delayAfter(attempt: number): number {
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LAST_DELAY_MS);
  return Math.round(delayMs * (0.5 + Math.random() / 2));
}

function gaveUp(what: string, attempts: number, holder: string, cause: unknown): MigrationError {
  return new MigrationError(
    `${what} got no lock in ${attempts} attempts${holder}. End what holds it (see pg_stat_activity), then start again: what is done stays done.`,
    { cause },
  );
}

/** Most likely the one that is in the way; nothing where this user may not see those of others. */
async function oldestTransaction(sql: QueryRunner): Promise<string> {
  const [oldest] = (await sql.query(OLDEST_TRANSACTION)) as { pid: number; program: string; seconds: number }[];
  return oldest
    ? ` (the oldest transaction is that of process ${oldest.pid}, ${oldest.program}, of ${oldest.seconds} s)`
    : '';
}

const OLDEST_TRANSACTION = `
  select pid, coalesce(nullif(application_name, ''), backend_type) as program,
    round(extract(epoch from clock_timestamp() - xact_start))::integer as seconds
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
  order by xact_start limit 1`;

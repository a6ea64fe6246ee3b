import { prepared, rowsOf, SqlRunner } from '../db/sql';
import type { Outcome } from './outcome';

/** What one person calls one attempt at one mutation. */
export interface AttemptKey {
  userId: number;
  mutation: string;
  key: string;
}

interface KeptOutcome {
  inputHash: Buffer;
  outcome: Outcome;
}

/** For how long an answer is kept. The description of `idempotencyKey` and README.md say so too. */
const KEPT_FOR = `interval '24 hours'`;

/** Each write that keeps one outcome drops as many expired ones at most: more than one, so that a backlog shrinks. */
const DROPPED_AT_ONCE = 10;

const LOCK = prepared(`select pg_advisory_xact_lock(hashtextextended($1::text, 0))`);

const FIND = prepared(`
  select input_hash as "inputHash", outcome from idempotency_keys
  where (user_id, mutation, key) = ($1::integer, $2::text, $3::text) and created_at > now() - ${KEPT_FOR}`);

const KEEP = prepared(`
  insert into idempotency_keys (user_id, mutation, key, input_hash, outcome)
  values ($1::integer, $2::text, $3::text, $4::bytea, $5::jsonb)
  on conflict (user_id, mutation, key) do update
  set input_hash = excluded.input_hash, outcome = excluded.outcome, created_at = excluded.created_at`);

/** What another transaction is about to drop or to replace is left to it: nobody waits for a sweep. */
const DROP_EXPIRED = prepared(`
  delete from idempotency_keys where ctid = any(array(
    select ctid from idempotency_keys where created_at <= now() - ${KEPT_FOR}
    order by created_at limit ${DROPPED_AT_ONCE} for update skip locked))`);

/**
 * Waits until no other transaction works under the key, and answers what came of it, if anything. The lock is none on
 * a row: one on the key's row would lock the person before the paper, and votes lock them the other way round.
 */
export async function awaitOutcome(sql: SqlRunner, { userId, mutation, key }: AttemptKey): Promise<KeptOutcome | null> {
  await rowsOf(sql, LOCK, [`idempotency ${userId} ${mutation} ${key}`]);
  // A statement of its own: that of the lock has a snapshot from before it waited.
  const [kept] = await rowsOf<KeptOutcome>(sql, FIND, [userId, mutation, key]);
  return kept ?? null;
}

/** Keeps what came of an attempt, in the transaction that did it, and drops a few that expired. */
export async function keepOutcome(
  sql: SqlRunner,
  { userId, mutation, key }: AttemptKey,
  { inputHash, outcome }: KeptOutcome,
): Promise<void> {
  await rowsOf(sql, KEEP, [userId, mutation, key, inputHash, JSON.stringify(outcome)]);
  await rowsOf(sql, DROP_EXPIRED);
}

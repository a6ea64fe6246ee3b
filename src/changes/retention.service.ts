import { rest } from '../lib/rest';
import { prepared, rowsOf, SqlDatabase, SqlRunner } from '../db/sql';
import { HORIZON } from './horizon';

/** What is too old may stay for a while longer. */
const LOOK_EVERY_MS = 600_000;

/** Few enough that nobody waits for it. */
const DELETED_AT_ONCE = 5_000;

/**
 * From its beginning alone, so that what is kept has no gap: up to the first change that is young enough, whatever comes
 * behind it. The place of the last one that goes is remembered in the same statement.
 */
const DELETE_OLDEST = prepared(`
  with oldest as (
    select transaction_id, id, occurred_at from changes
    where transaction_id < (select ${HORIZON} + transaction_offset from change_stream)
    order by transaction_id, id limit ${DELETED_AT_ONCE}
  ), young as (
    select transaction_id, id from oldest where occurred_at >= now() - $1::float8 * interval '1 day'
    order by transaction_id, id limit 1
  ), gone as (
    delete from changes c using oldest o
    where c.id = o.id and not exists (select from young y where (y.transaction_id, y.id) <= (o.transaction_id, o.id))
    returning c.transaction_id, c.id
  ), last as (
    select transaction_id, id from gone order by transaction_id desc, id desc limit 1
  ), noted as (
    update change_stream set expired_transaction_id = last.transaction_id, expired_id = last.id from last
  )
  select count(*)::integer as count from gone`);

/** Forgets changes that are older than so many days; answers how many there were. */
export async function forgetOldChanges(database: SqlDatabase, days: number, signal?: AbortSignal): Promise<number> {
  let forgotten = 0;
  for (let isMore = true; isMore && !signal?.aborted;) {
    const count = await deleteOldest(database.pool, days);
    forgotten += count;
    isMore = count === DELETED_AT_ONCE;
  }
  return forgotten;
}

async function deleteOldest(sql: SqlRunner, days: number): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(sql, DELETE_OLDEST, [days]);
  return row?.count ?? 0;
}

/** Forgets what has grown too old, now and again, until the function that it answers is called. */
export function startForgetting(
  database: SqlDatabase,
  { days, onFailure }: { days: number; onFailure: (error: unknown) => void },
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function forgetUntilStopped(): Promise<void> {
    while (!signal.aborted) {
      await forgetOldChanges(database, days, signal).catch(onFailure);
      await rest(LOOK_EVERY_MS, signal);
    }
  }

  const forgetting = forgetUntilStopped();
  return async () => {
    stopping.abort();
    await forgetting;
  };
}

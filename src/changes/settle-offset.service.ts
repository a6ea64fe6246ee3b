import type { SqlDatabase } from '../db/sql';
import { rowsOf } from '../db/sql';

/**
 * A dump that is restored in another server holds changes of transactions that this one has not come to yet: what is new
 * would stand before what is old, and nobody would see either. So transactions are counted from behind the newest change.
 */
const COUNTERS = `
  select s.id, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xmax,
    greatest((select max(transaction_id) from changes), s.expired_transaction_id) as newest
  from change_stream s`;

/** Whether the newest change is of a transaction that this server is still to come to. */
const IS_AHEAD = `
  select c.newest >= c.xmax + s.transaction_offset as "isAhead" from change_stream s join (${COUNTERS}) c using (id)`;

const SETTLE = `
  update change_stream s set transaction_offset = c.newest + 1 - c.xmin from (${COUNTERS}) c
  where c.newest >= c.xmax + s.transaction_offset`;

/** Sees to it that the stream goes on behind its newest change, whichever server it came from. For the start of a process. */
export async function settleTransactionOffset(database: SqlDatabase): Promise<void> {
  const [row] = await rowsOf<{ isAhead: boolean }>(database.pool, IS_AHEAD);
  if (!row?.isAhead) return;
  await database.transaction(async (sql) => {
    // Nobody writes to the stream while it is counted anew.
    await rowsOf(sql, 'lock table changes in share row exclusive mode');
    await rowsOf(sql, SETTLE);
  });
}

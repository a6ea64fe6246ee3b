/** The database of a running transaction: as its session tells it, or, of sessions that tell us nothing more, by its lock. */
const DATABASE_OF = `coalesce(
  (select a.datname from pg_stat_activity a where a.backend_xid = running.id::xid limit 1),
  (
    select a.datname from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'transactionid' and l.transactionid = running.id::xid and l.mode = 'ExclusiveLock' limit 1
  ),
  current_database()
)`;

/**
 * The first transaction of this database, as it is counted by PostgreSQL, that a reader must wait for, as a part of a
 * statement: the oldest that ran when the statement began. Whatever has a lower number is over, and new ones get higher
 * numbers. What runs in another database of the server never writes here; a transaction of which that is not known counts.
 */
export const HORIZON = `coalesce(
  (
    select min(running.id::text::bigint) from pg_snapshot_xip(pg_current_snapshot()) running(id)
    where ${DATABASE_OF} = current_database()
  ),
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint
)`;

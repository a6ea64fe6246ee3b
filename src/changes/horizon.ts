/**
 * The first transaction of this database, as it is counted by PostgreSQL, that a reader must wait for, as a part of a
 * statement: the oldest that ran when the statement began. Whatever has a lower number is over, and new ones get higher
 * numbers. What runs in another database of the server never writes here; a transaction of which that is not known counts.
 */
export const HORIZON = `coalesce(
  (
    select min(running.id::text::bigint) from pg_snapshot_xip(pg_current_snapshot()) running(id)
    where not exists (
      select from pg_stat_activity a where a.backend_xid = running.id::xid and a.datname <> current_database()
    )
  ),
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint
)`;

/** The database of a running transaction: as its session tells it, or, of sessions that tell us nothing more, by its lock. */
const DATABASE_OF = `coalesce(
  (select a.datname from pg_stat_activity a where a.backend_xid = running.id::xid limit 1),
  (
    select a.datname from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'transactionid' and l.transactionid = running.id::xid and l.mode = 'ExclusiveLock' limit 1
  )
)`;

/**
 * The first transaction of this database, as it is counted by PostgreSQL, that a reader must wait for, as a row of a
 * statement: the oldest that ran when the statement began. Whatever has a lower number is over, and new ones get higher
 * numbers. What runs in another database of the server never writes here; a transaction of which that is not known counts.
 * Where such a one holds the reader up the horizon `isUncertain`: it has ended since, so the next statement is without it.
 */
export const HORIZONS = `(
  select least(own, unknown, xmax) as horizon, coalesce(unknown < least(own, xmax), false) as "isUncertain"
  from (
    select min(id) filter (where database = current_database()) as own, min(id) filter (where database is null) as unknown,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xmax
    from (
      select id::text::bigint as id, ${DATABASE_OF} as database from pg_snapshot_xip(pg_current_snapshot()) running(id)
    ) running
  ) oldest
)`;

/** As `HORIZONS`, the number alone. */
export const HORIZON = `(select horizon from ${HORIZONS} horizons)`;

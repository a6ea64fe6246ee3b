import { prepared, rowsOf, SqlRunner } from '../../db/sql';

const WALKED_AT_ONCE = 1_000;

/** What somebody is settling is left to the next walk: nobody waits for it. */
const DROP = prepared(`
  with walked as (
    select key, full_at from rate_buckets where key > $1::text order by key limit ${WALKED_AT_ONCE}
  ), dropped as (
    delete from rate_buckets where ctid = any(array(
      select ctid from rate_buckets
      where key = any(array(select key from walked where full_at <= now())) and full_at <= now()
      for update skip locked))
    returning 1
  )
  select max(key) as "lastKey", count(*) as walked, (select count(*) from dropped) as dropped from walked`);

export interface Walk {
  /** Where the next walk goes on; null at the end of the table. */
  lastKey: string | null;
  /** Whether most of what was walked over was to be dropped, so that going on at once is worth it. */
  isWorthwhile: boolean;
}

/** Drops the buckets that are full among the next ones after a key, in the order of keys: time has no index. */
export async function dropFullBuckets(sql: SqlRunner, afterKey: string | null): Promise<Walk> {
  const [row] = await rowsOf<{ lastKey: string | null; walked: number; dropped: number }>(sql, DROP, [afterKey ?? '']);
  const { lastKey = null, walked = 0, dropped = 0 } = row ?? {};
  return { lastKey: walked < WALKED_AT_ONCE ? null : lastKey, isWorthwhile: dropped > WALKED_AT_ONCE / 2 };
}

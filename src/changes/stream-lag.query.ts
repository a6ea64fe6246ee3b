import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import { HORIZON } from './horizon';

const LAG = prepared(`
  select coalesce((
    select extract(epoch from clock_timestamp() - occurred_at) from changes
    where transaction_id >= (select ${HORIZON} + transaction_offset from change_stream)
    order by transaction_id, id limit 1
  ), 0)::float8 as seconds`);

/** For how many seconds the first change waits that was committed and cannot be read yet, as one before it may still come; 0 for none. */
export async function streamLag(sql: SqlRunner): Promise<number> {
  const [row] = await rowsOf<{ seconds: number }>(sql, LAG);
  return row?.seconds ?? 0;
}

const HOLDERS = `
  select pid, coalesce(nullif(application_name, ''), 'unnamed') as name,
    extract(epoch from clock_timestamp() - xact_start)::float8 as seconds
  from pg_stat_activity
  where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
  order by xact_start limit 1`;

/** A transaction that writes, and that followers of the stream wait for. */
export interface Holder {
  pid: number;
  /** The program that runs it, as it calls itself. */
  name: string;
  seconds: number;
}

/** The longest of those that run; null where none does. */
export async function longestHolder(sql: SqlRunner): Promise<Holder | null> {
  const [row] = await rowsOf<Holder & Record<string, unknown>>(sql, HOLDERS);
  return row ?? null;
}

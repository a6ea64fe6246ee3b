import { prepared, rowsOf, SqlRunner } from '../../db/sql';
import type { RatePolicy } from '../rate-policy';

/** What is asked of a shared bucket. */
export interface Settlement {
  key: string;
  policy: RatePolicy;
  /** What was taken before and not used. */
  returned: number;
  /** Without which nothing is to be granted. */
  needed: number;
  /** What is granted where there is so much, `needed` among it. */
  wished: number;
}

/** What a shared bucket answered. */
export interface Settled {
  granted: number;
  /** What is left in it. */
  room: number;
  /** By the clock of PostgreSQL. */
  settledAt: Date;
}

const SETTLE = prepared(`
  select granted, room, settled_at as "settledAt"
  from settle_rate_buckets($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[])
  order by number`);

/** Settles any number of buckets in one statement; answers them in the order in which they were asked. */
export async function settleBuckets(sql: SqlRunner, asked: Settlement[]): Promise<Settled[]> {
  return rowsOf<Settled>(sql, SETTLE, [
    asked.map(({ key }) => key),
    asked.map(({ returned }) => returned),
    asked.map(({ needed }) => needed),
    asked.map(({ wished }) => wished),
    asked.map(({ policy }) => policy.burst),
    asked.map(({ policy }) => policy.perSecond),
  ]);
}

import { PreparedStatement, rowsOf, SqlRunner } from '../db/sql';
import type { Count } from './connection';

/** Counting a list without a kept count stops here. */
export const EXACT_COUNT_LIMIT = 10_000;

/** A statement that counts the rows of another, and stops behind a limit. */
export function countingSql(rows: string, limit = EXACT_COUNT_LIMIT): string {
  return `select count(*) from (${rows} limit ${limit + 1}) found`;
}

/** What a statement made by `countingSql` with the same limit counts. */
export async function countUpTo(
  sql: SqlRunner,
  statement: PreparedStatement | string,
  values: unknown[] = [],
  limit = EXACT_COUNT_LIMIT,
): Promise<Count> {
  const [row] = await rowsOf<{ count: number }>(sql, statement, values);
  const count = row?.count ?? 0;
  return { count: Math.min(count, limit), isLowerBound: count > limit };
}

import { prepared, rowsOf, SqlRunner } from '../db/sql';

const RECOMPUTE = prepared('select recompute_trending($1::integer[])');

/**
 * Makes the trending scores of papers anew from their rows, inside the transaction that took a vote or a comment away,
 * hid or showed a comment, or changed an imported count, an edition day, or `publishedOn`. Called after those rows and the
 * paper's counts are written: it locks the papers first, so that it sees every vote that was counted before.
 */
export async function recomputeTrending(sql: SqlRunner, paperIds: readonly number[]): Promise<void> {
  if (paperIds.length > 0) await rowsOf(sql, RECOMPUTE, [paperIds]);
}

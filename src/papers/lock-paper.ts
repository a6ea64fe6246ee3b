import { prepared, rowsOf, SqlRunner } from '../db/sql';

const LOCK = prepared('select paper_id from paper_stats where paper_id = $1::integer for no key update');

/**
 * Locks what moves on a paper, so that whoever else changes its thread, its place or its votes waits. Before the person
 * is locked, as votes do it. False where there is no such paper.
 */
export async function lockPaper(sql: SqlRunner, paperId: number): Promise<boolean> {
  return (await rowsOf(sql, LOCK, [paperId])).length > 0;
}

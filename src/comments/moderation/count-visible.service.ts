import { prepared, rowsOf, SqlRunner } from '../../db/sql';
import type { LockedComment } from '../locked-comment.query';

const COUNT = prepared(`
  with counted as (
    update paper_stats set comment_count = comment_count + $3::integer where paper_id = $1::integer
  )
  update users set comment_count = comment_count + $3::integer where id = $2::integer`);

/** Counts a comment that can be read again on its paper and for its author. */
export async function countComment(sql: SqlRunner, { paperId, authorId }: LockedComment): Promise<void> {
  await rowsOf(sql, COUNT, [paperId, authorId, 1]);
}

/** The same for one that can be read no more. */
export async function uncountComment(sql: SqlRunner, { paperId, authorId }: LockedComment): Promise<void> {
  await rowsOf(sql, COUNT, [paperId, authorId, -1]);
}

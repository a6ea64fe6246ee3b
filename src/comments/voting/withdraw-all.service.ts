import { recordChangesFrom } from '../../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../../db/sql';

const LOCK = prepared(`
  select from comments where id in (select comment_id from comment_upvotes where user_id = $1::integer)
  order by id for update`);

const WITHDRAW_ALL = prepared(`
  with gone as (
    delete from comment_upvotes where user_id = $1::integer returning comment_id
  ), counted as (
    update comments c set upvote_count = c.upvote_count - 1 from gone where c.id = gone.comment_id
    returning c.id, c.paper_id
  )
  ${recordChangesFrom(`select 'COMMENT_UPVOTE_REMOVED', null::integer, 'Comment', id::text, paper_id, null::date from counted order by counted.id`)}`);

/** Locks the comments that a person voted for: after the papers and before the person, as a vote does it. */
export async function lockUpvotedComments(sql: SqlRunner, userId: number): Promise<void> {
  await rowsOf(sql, LOCK, [userId]);
}

/** Takes every vote of a person for a comment back, inside the transaction that deletes them. */
export async function withdrawAllCommentUpvotes(sql: SqlRunner, userId: number): Promise<void> {
  await rowsOf(sql, WITHDRAW_ALL, [userId]);
}

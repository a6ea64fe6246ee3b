import { recordChangesFrom } from '../../changes/record-change';
import { retryConflicts } from '../../db/retry';
import { prepared, rowsOf, SqlDatabase, SqlRunner } from '../../db/sql';
import { recomputeTrending } from '../../trending/recompute-trending';
import { CommentState } from '../comment.entity';
import { lockComment, LockedComment, requireVisible } from '../locked-comment.query';
import { uncountComment } from '../moderation/count-visible.service';
import { requireOwn } from './edit-comment.service';

const HAS_REPLIES = prepared('select from comments where parent_id = $1::integer limit 1');

/** The comment, and the stubs above it that stood for its sake alone. */
const REMOVE = prepared(`
  with recursive doomed as (
    select id, parent_id from comments where id = $1::integer
    union all
    select above.id, above.parent_id from doomed join comments above on above.id = doomed.parent_id
    where above.state = 'DELETED'
      and not exists (select from comments other where other.parent_id = above.id and other.id <> doomed.id)
  ), gone as (
    delete from comments where id in (select id from doomed) returning id, paper_id
  )
  ${recordChangesFrom(`select 'COMMENT_DELETED', $2::integer, 'Comment', id::text, paper_id, null::date from gone order by gone.id desc`)}`);

/** Nothing of it stays but its place: neither its texts, nor whom it mentioned, nor its votes. */
const STUB = prepared(`
  with stubbed as (
    update comments set author_id = null, body = null, body_html = null, html_version = null, edited_at = null,
      hidden_reason = null, hidden_by = null, upvote_count = 0, state = 'DELETED'
    where id = $1::integer returning id, paper_id
  ), edits as (
    delete from comment_edits where comment_id = $1::integer
  ), mentions as (
    delete from comment_mentions where comment_id = $1::integer
  ), votes as (
    delete from comment_upvotes where comment_id = $1::integer
  )
  ${recordChangesFrom(`select 'COMMENT_DELETED', $2::integer, 'Comment', id::text, paper_id, null::date from stubbed`)}`);

export interface DeletedComment {
  paperId: number;
  /** Whether the row went; a stub stays where there are replies. */
  isGone: boolean;
}

/** Takes a comment of one's own back, a hidden one too. Null where there is no such comment. */
export async function deleteComment(
  database: SqlDatabase,
  userId: number,
  commentId: number,
): Promise<DeletedComment | null> {
  return retryConflicts(() =>
    database.transaction(async (sql) => {
      const comment = await lockComment(sql, commentId);
      if (!comment) return null;
      requireOwn(comment, userId);
      if (comment.state === CommentState.DELETED) requireVisible(comment, 'commentId');
      return { paperId: comment.paperId, isGone: await takeBack(sql, comment, userId) };
    }),
  );
}

async function takeBack(sql: SqlRunner, comment: LockedComment, userId: number): Promise<boolean> {
  const isGone = (await rowsOf(sql, HAS_REPLIES, [comment.id])).length === 0;
  await rowsOf(sql, isGone ? REMOVE : STUB, [comment.id, userId]);
  if (comment.state === CommentState.VISIBLE) {
    await uncountComment(sql, comment);
    await recomputeTrending(sql, [comment.paperId]);
  }
  return isGone;
}

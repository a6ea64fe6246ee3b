import { recordChangesFrom } from '../../changes/record-change';
import { retryConflicts } from '../../db/retry';
import { prepared, rowsOf, SqlDatabase, SqlRunner } from '../../db/sql';
import { soundText } from '../../graphql/sound-text';
import { recomputeTrending } from '../../trending/recompute-trending';
import { CommentState } from '../comment.entity';
import { lockComment, LockedComment, requireVisible } from '../locked-comment.query';
import { countComment, uncountComment } from './count-visible.service';

const MAX_REASON_LENGTH = 1000;

const HIDE = prepared(`
  with hidden as (
    update comments set state = 'HIDDEN', hidden_reason = $2::text, hidden_by = $3::integer
    where id = $1::integer returning id, paper_id
  )
  ${recordChangesFrom(`select 'COMMENT_HIDDEN', $3::integer, 'Comment', id::text, paper_id, null::date from hidden`)}`);

const UNHIDE = prepared(`
  with shown as (
    update comments set state = 'VISIBLE', hidden_reason = null, hidden_by = null
    where id = $1::integer returning id, paper_id
  )
  ${recordChangesFrom(`select 'COMMENT_UNHIDDEN', $2::integer, 'Comment', id::text, paper_id, null::date from shown`)}`);

/** Hides a comment from everybody; one that is hidden gets the new reason. False where there is no such comment. */
export async function hideComment(database: SqlDatabase, moderatorId: number, commentId: number, text: string) {
  const reason = soundText('reason', text, 'a reason', MAX_REASON_LENGTH);
  return withComment(database, commentId, async (sql, comment) => {
    if (comment.state === CommentState.DELETED) requireVisible(comment, 'commentId');
    await rowsOf(sql, HIDE, [commentId, reason, moderatorId]);
    if (comment.state === CommentState.HIDDEN) return;
    await uncountComment(sql, comment);
    await recomputeTrending(sql, [comment.paperId]);
  });
}

/** Shows a hidden comment again; one that is not hidden stays as it is. False where there is no such comment. */
export async function unhideComment(database: SqlDatabase, moderatorId: number, commentId: number) {
  return withComment(database, commentId, async (sql, comment) => {
    if (comment.state !== CommentState.HIDDEN) return;
    await rowsOf(sql, UNHIDE, [commentId, moderatorId]);
    await countComment(sql, comment);
    await recomputeTrending(sql, [comment.paperId]);
  });
}

async function withComment(
  database: SqlDatabase,
  commentId: number,
  work: (sql: SqlRunner, comment: LockedComment) => Promise<void>,
): Promise<boolean> {
  return retryConflicts(() =>
    database.transaction(async (sql) => {
      const comment = await lockComment(sql, commentId);
      if (comment) await work(sql, comment);
      return comment !== null;
    }),
  );
}

import { recordChangesFrom } from '../../changes/record-change';
import { retryConflicts } from '../../db/retry';
import { prepared, rowsOf, SqlDatabase } from '../../db/sql';
import { requestError } from '../../graphql/errors';
import { LockedComment, lockComment, requireVisible } from '../locked-comment.query';
import { HTML_VERSION, renderMarkdown } from '../markdown/markdown';
import { writeMentions } from '../mentions/write-mentions.service';
import { soundBody } from './comment-body';

/** The text that was there goes into the history. */
const EDIT = prepared(`
  with edit as (select date_trunc('milliseconds', clock_timestamp()) as instant), kept as (
    insert into comment_edits (comment_id, body, edited_at)
    select c.id, c.body, edit.instant from comments c, edit where c.id = $1::integer
  ), edited as (
    update comments c set body = $2::text, body_html = $3::text, html_version = $4::integer, edited_at = edit.instant
    from edit where c.id = $1::integer returning c.id, c.paper_id
  )
  ${recordChangesFrom(`select 'COMMENT_EDITED', $5::integer, 'Comment', id::text, paper_id, null::date from edited`)}`);

/** Gives a comment of one's own another text; the same text changes nothing. False where there is no such comment. */
export async function editComment(
  database: SqlDatabase,
  userId: number,
  commentId: number,
  text: string,
): Promise<boolean> {
  const body = soundBody(text);
  const { html, handles } = renderMarkdown(body);
  return retryConflicts(() =>
    database.transaction(async (sql) => {
      const comment = await lockComment(sql, commentId);
      if (!comment) return false;
      requireOwn(comment, userId);
      requireVisible(comment, 'commentId');
      if (comment.body === body) return true;
      await rowsOf(sql, EDIT, [commentId, body, html, HTML_VERSION, userId]);
      await writeMentions(sql, commentId, handles);
      return true;
    }),
  );
}

/** A stub of somebody gone is nobody's: that it is one is for the caller to say. */
export function requireOwn({ authorId }: LockedComment, userId: number): void {
  if (authorId !== null && authorId !== userId) {
    throw requestError('FORBIDDEN', 'This comment is by somebody else; only its author can edit or delete it.');
  }
}

import { recordChangesFrom } from '../../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../../db/sql';
import { rowKeyOf } from '../../graphql/node';
import { invalidValue, notFound } from '../../graphql/user-error';
import { lockPaper } from '../../papers/lock-paper';
import { addCommentWeight } from '../../trending/add-weight';
import { lockComment, requireVisible } from '../locked-comment.query';
import { HTML_VERSION, renderMarkdown } from '../markdown/markdown';
import { writeMentions } from '../mentions/write-mentions.service';
import { soundBody } from './comment-body';

/** Global ids, as the client named them. */
export interface NewComment {
  paperId: string;
  parentId?: string | null;
  body: string;
}

/** No thread of people is as deep: the bound is for programs, and lets an index hold every place. */
const MAX_DEPTH = 1000;
/** A step is one byte for the first 127 replies to a comment, two up to 16,383, and four at most. */
const MAX_PLACE_LENGTH = 2600;
const MAX_STEP_LENGTH = 4;

/** Clocks may go back; the order of a thread is the order of its numbers, and its times follow them. */
const INSERT = prepared(`
  insert into comments (paper_id, parent_id, depth, author_id, body, body_html, html_version, created_at)
  values ($1::integer, $2::integer, $3::integer, $4::integer, $5::text, $6::text, $7::integer,
    greatest(clock_timestamp(), (select max(created_at) from comments where paper_id = $1::integer)))
  returning id`);

/** A statement of its own, as the database numbered the comment in the row of the paper. */
const COUNT = prepared(`
  with counted as (
    update paper_stats set comment_count = comment_count + 1 where paper_id = $1::integer
  ), credited as (
    update users set comment_count = comment_count + 1 where id = $2::integer
  )
  ${recordChangesFrom(`select 'COMMENT_ADDED', $2::integer, 'Comment', $3::integer::text, $1::integer, null::date`)}`);

/** Writes a comment on a paper or below another comment, inside a transaction; answers the keys of both. */
export async function addComment(sql: SqlRunner, authorId: number, input: NewComment) {
  const body = soundBody(input.body);
  const { html, handles } = renderMarkdown(body);
  const paperId = rowKeyOf('Paper', input.paperId);
  if (paperId === null || !(await lockPaper(sql, paperId))) throw notFound('paperId', 'paper', input.paperId);
  const above = input.parentId == null ? null : await soundParent(sql, paperId, input.parentId);

  const values = [paperId, above?.id ?? null, above ? above.depth + 1 : 0, authorId, body, html, HTML_VERSION];
  const [written] = await rowsOf<{ id: number }>(sql, INSERT, values);
  const commentId = written?.id ?? 0;
  await writeMentions(sql, commentId, handles);
  await rowsOf(sql, COUNT, [paperId, authorId, commentId]);
  await addCommentWeight(sql, commentId);
  return { commentId, paperId };
}

async function soundParent(sql: SqlRunner, paperId: number, id: string) {
  const key = rowKeyOf('Comment', id);
  const parent = key === null ? null : await lockComment(sql, key);
  if (!parent) throw notFound('parentId', 'comment', id);
  if (parent.paperId !== paperId) {
    throw invalidValue(
      'parentId',
      'This comment is on another paper; a reply stands on the paper of what it replies to.',
    );
  }
  requireVisible(parent, 'parentId');
  if (parent.depth >= MAX_DEPTH || parent.placeLength + MAX_STEP_LENGTH > MAX_PLACE_LENGTH) {
    throw invalidValue(
      'parentId',
      `This comment is ${parent.depth} replies deep; a thread goes no deeper than ${MAX_DEPTH}.`,
    );
  }
  return parent;
}

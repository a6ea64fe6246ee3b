import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { DomainError, UserErrorCode } from '../graphql/user-error';
import { CommentState } from './comment.entity';

/** What a rule needs to know of a comment before it changes it. */
export interface LockedComment {
  id: number;
  paperId: number;
  parentId: number | null;
  depth: number;
  placeLength: number;
  authorId: number | null;
  body: string | null;
  state: CommentState;
}

const LOCK_PAPER_OF = prepared(`
  select s.paper_id as "paperId" from paper_stats s join comments c on c.paper_id = s.paper_id where c.id = $1::integer
  for no key update of s`);
const LOCK_COMMENT = prepared(`
  select id, paper_id as "paperId", parent_id as "parentId", depth, octet_length(place) as "placeLength",
    author_id as "authorId", body, state
  from comments where id = $1::integer for no key update`);

/** Locks the paper of a comment, then the comment, and answers it as it is then; null where there is none. */
export async function lockComment(sql: SqlRunner, commentId: number): Promise<LockedComment | null> {
  const [paper] = await rowsOf<{ paperId: number }>(sql, LOCK_PAPER_OF, [commentId]);
  // A statement of its own, which sees what was done while this one waited.
  const [comment] = await rowsOf<LockedComment>(sql, LOCK_COMMENT, [commentId]);
  // Its paper became part of another one meanwhile, which is not locked yet.
  if (comment && comment.paperId !== paper?.paperId) return lockComment(sql, commentId);
  return comment ?? null;
}

/** Refuses a stub: the path names the id that led to it. */
export function requireVisible(comment: LockedComment, field: string): void {
  if (comment.state === CommentState.VISIBLE) return;
  const message = `This comment is ${comment.state.toLowerCase()}; nothing more can be done with it.`;
  throw new DomainError(UserErrorCode.NOT_VISIBLE, message, ['input', field]);
}

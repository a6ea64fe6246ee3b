import { isAnyOf, prepared, rowsOf } from '../../db/sql';
import { defineOwnLoader } from '../../graphql/loader';

const VOTED = prepared(
  `select comment_id as "commentId" from comment_upvotes where user_id = $1::integer and comment_id ${isAnyOf('$2', 'integer')}`,
);

/** Whether the viewer voted for a comment; never called for nobody. */
export const viewerVoteOnComment = defineOwnLoader<number, boolean>(async ({ database, viewer }, commentIds) => {
  const rows = await rowsOf<{ commentId: number }>(database.pool, VOTED, [viewer?.userId, commentIds]);
  const voted = new Set(rows.map((row) => row.commentId));
  return commentIds.map((id) => voted.has(id));
});

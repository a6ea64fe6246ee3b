import { isAnyOf, prepared, rowsOf } from '../db/sql';
import { defineOwnLoader } from '../graphql/loader';

const VOTED = prepared(
  `select paper_id as "paperId" from upvotes where user_id = $1::integer and paper_id ${isAnyOf('$2', 'integer')}`,
);

/** Whether the viewer voted for a paper; never called for nobody. */
export const viewerVoteOn = defineOwnLoader<number, boolean>(async ({ database, viewer }, paperIds) => {
  const rows = await rowsOf<{ paperId: number }>(database.pool, VOTED, [viewer?.userId, paperIds]);
  const voted = new Set(rows.map((row) => row.paperId));
  return paperIds.map((id) => voted.has(id));
});

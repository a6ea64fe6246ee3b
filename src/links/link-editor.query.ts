import { isVerifiedAuthor } from '../claims/verified-author';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { hasScope, Viewer } from '../graphql/viewer';

const MAY_EDIT = prepared(`
  select key.paper_id as "paperId" from unnest($1::integer[]) as key(paper_id)
  where exists (
    select from submissions listed
    where listed.paper_id = key.paper_id and listed.submitted_by = $2::integer and listed.state = 'LISTED'
  ) or ${isVerifiedAuthor('key.paper_id', '$2::integer')}`);

/** Of which of these papers the viewer may add and remove links: a moderator of all, others of what they submitted or wrote. */
export async function papersToLinkFrom(
  sql: SqlRunner,
  viewer: Viewer,
  paperIds: readonly number[],
): Promise<Set<number>> {
  if (!hasScope(viewer, 'write')) return new Set();
  if (hasScope(viewer, 'moderate')) return new Set(paperIds);
  const rows = await rowsOf<{ paperId: number }>(sql, MAY_EDIT, [paperIds, viewer.userId]);
  return new Set(rows.map((row) => row.paperId));
}

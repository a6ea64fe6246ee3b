import { isAnyOf, prepared, rowsOf, SqlRunner } from '../db/sql';
import { inOrderOf } from '../graphql/loader';

/** The votes of a paper by the steps in which they were cast. */
export interface VotesByStep {
  paperId: number;
  upvoteCount: number;
  importedUpvoteCount: number;
  /** The calendar date on which the imported ones count. */
  importedOn: string;
  firstVotedAt: Date | null;
  /** Numbers of steps with votes, from 1 for the one after the first bound, and how many votes each has. */
  steps: number[];
  counts: number[];
}

/**
 * Of each paper, the votes since the first bound alone are read, from the index that has them by time: what stood before
 * is the kept count less these. PostgreSQL counts them, so that no more leaves it than there are steps.
 */
const VOTES_BY_STEP = prepared(`
  with bounds as (select array(select to_timestamp(bound / 1000.0) from unnest($2::bigint[]) as bound) as list)
  select p.id as "paperId", s.upvote_count as "upvoteCount", s.imported_upvote_count as "importedUpvoteCount",
    coalesce(listed.edition_date, p.published_on, (p.created_at at time zone $3::text)::date) as "importedOn",
    (select v.voted_at from upvotes v where v.paper_id = p.id order by v.voted_at limit 1) as "firstVotedAt",
    voted.steps, voted.counts
  from papers p join paper_stats s on s.paper_id = p.id
  left join submissions listed on listed.paper_id = p.id and listed.state = 'LISTED'
  cross join lateral (
    select coalesce(array_agg(step), '{}') as steps, coalesce(array_agg(count::integer), '{}') as counts from (
      select width_bucket(v.voted_at, bounds.list) as step, count(*) from bounds, upvotes v
      where v.paper_id = p.id and v.voted_at >= bounds.list[1] group by step
    ) step
  ) voted
  where p.id ${isAnyOf('$1', 'integer')}`);

/** Counts the votes of papers between bounds, which are instants in milliseconds; null where there is no such paper. */
export async function selectVotesByStep(
  pool: SqlRunner,
  paperIds: readonly number[],
  bounds: readonly number[],
  timeZone: string,
): Promise<(VotesByStep | null)[]> {
  const rows = await rowsOf<VotesByStep & { [column: string]: unknown }>(pool, VOTES_BY_STEP, [
    paperIds,
    bounds,
    timeZone,
  ]);
  return inOrderOf(paperIds, rows, (row) => row.paperId);
}

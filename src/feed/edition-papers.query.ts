import { groupBy } from '../lib/group-by';
import { keysetPage, KeysetRequest } from '../db/keyset';
import type { RelationPage } from '../db/relation';
import { instancesOf, isAnyOf, Placeholders, prepared, SqlRunner } from '../db/sql';
import { Paper } from '../papers/paper.entity';
import { PAPER_TABLES } from '../papers/paper-columns';

interface PlaceOnEdition {
  editionDate: string;
  position: number;
  /** The place on the edition, from 1. */
  rank: number;
}

export type EditionPaperRow = Paper & PlaceOnEdition;

/**
 * One page of each of many editions, in their order: upvotes descending, then position. The rank needs the whole
 * edition numbered, so the cost is that of one day's papers, whichever page is read.
 */
export async function selectEditionPapers(
  pool: SqlRunner,
  columns: string,
  dates: readonly (number | string)[],
  request: KeysetRequest,
): Promise<RelationPage<EditionPaperRow>[]> {
  const placeholders = new Placeholders();
  const days = placeholders.add(dates);
  const bound = (values: unknown[]) => values.map((value) => `${placeholders.add(value)}::integer`).join(', ');
  const bounds = ['true'];
  if (request.after) bounds.push(`(upvotes_descending, position, paper_id) > (${bound(request.after)})`);
  if (request.before) bounds.push(`(upvotes_descending, position, paper_id) < (${bound(request.before)})`);
  const text = `
    with listed as (
      select paper_id, edition_date, position, -upvote_count as upvotes_descending
      from submissions join paper_stats using (paper_id)
      where edition_date ${isAnyOf(days, 'date')} and state = 'LISTED'
    ), ranked as (
      select *, row_number() over (partition by edition_date order by upvotes_descending, position, paper_id) as rank
      from listed
    ), numbered as (
      select *, row_number() over (partition by edition_date order by rank ${request.backwards ? 'desc' : 'asc'}) as number
      from ranked where ${bounds.join(' and ')}
    )
    select ${columns}, edition_date as "editionDate", position, rank::integer
    from numbered join (${PAPER_TABLES}) on p.id = numbered.paper_id
    where number <= ${placeholders.add(request.size + 1)}::integer
    order by edition_date, number`;
  const rows = await instancesOf<Paper, PlaceOnEdition>(Paper, pool, prepared(text), placeholders.values);
  const byDate = groupBy(rows, (row) => row.editionDate);
  return dates.map((date) => keysetPage(byDate.get(String(date)) ?? [], request));
}

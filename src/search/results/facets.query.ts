import { isAnyOf, prepared, rowsOf, type SqlRunner } from '../../db/sql';

export interface FacetRow {
  facet: 'year' | 'category' | 'code';
  value: string;
  paperCount: number;
}

/** Counts papers by year, by category and by whether they link to code; the largest first. */
export async function countFacets(sql: SqlRunner, paperIds: number[]): Promise<FacetRow[]> {
  return rowsOf<FacetRow & { [column: string]: unknown }>(sql, FACETS, [paperIds]);
}

const FACETS = prepared(`
  with found as materialized (
    select p.id, p.categories, extract(year from p.published_on)::integer as year,
      exists (select from paper_links link where link.paper_id = p.id and link.kind = 'CODE') as "hasCode"
    from papers p where p.id ${isAnyOf('$1', 'integer')}
  ), counted as (
    select 'year' as facet, year::text as value, count(*) from found where year is not null group by year
    union all
    select 'category', category, count(*) from found cross join lateral (select distinct unnest(categories)) c (category) group by 2
    union all
    select 'code', "hasCode"::text, count(*) from found group by "hasCode"
  )
  select facet, value, count::integer as "paperCount" from counted order by count desc, value desc`);

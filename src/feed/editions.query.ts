import { Keyset, KeysetList, keysetPage, KeysetRequest, pageSql } from '../db/keyset';
import { Placeholders, prepared, rowsOf, SqlRunner } from '../db/sql';
import type { LocalDateRange } from '../graphql/local-date-range';
import type { EditionCount } from './edition.loaders';

const NEWEST_FIRST: Keyset = { keys: [{ sql: 'date', type: 'date' }], direction: 'DESC' };

/** One page of the days with papers, newest first, up to the given last day. */
export async function selectEditions(pool: SqlRunner, range: Required<LocalDateRange>, request: KeysetRequest) {
  const placeholders = new Placeholders();
  const list: KeysetList = {
    select: 'date, paper_count as "paperCount"',
    from: 'editions',
    conditions: editionConditions(range, placeholders),
    keyset: NEWEST_FIRST,
  };
  const text = pageSql(list, request, placeholders);
  return keysetPage(await rowsOf<EditionCount>(pool, prepared(text), placeholders.values), request);
}

/** How many days have papers: exact, for there are never more of them than days. */
export async function countEditions(pool: SqlRunner, range: Required<LocalDateRange>): Promise<number> {
  const placeholders = new Placeholders();
  const text = `select count(*) from editions where ${editionConditions(range, placeholders).join(' and ')}`;
  const [row] = await rowsOf<{ count: number }>(pool, prepared(text), placeholders.values);
  return row?.count ?? 0;
}

function editionConditions({ from, to }: Required<LocalDateRange>, placeholders: Placeholders): string[] {
  const conditions = ['paper_count > 0', `date <= ${placeholders.add(to)}::date`];
  if (from) conditions.push(`date >= ${placeholders.add(from)}::date`);
  return conditions;
}

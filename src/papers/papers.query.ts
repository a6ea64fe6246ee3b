import type { Pool } from 'pg';
import { keysetPage, KeysetRequest, pageSql } from '../db/keyset';
import { hydrate, Placeholders, prepared, rowsOf, whereClause } from '../db/sql';
import type { Count } from '../paging/connection';
import { countingSql, countUpTo } from '../paging/count-up-to';
import { PAPER_COLUMNS, PAPER_TABLES, PaperDetail } from './paper-columns';
import { paperConditions, PaperFilter } from './paper-filter';
import type { PaperSort } from './paper-order';
import { Paper } from './paper.entity';

export const paperFromRow = (row: object): Paper => hydrate(Paper, row);

/** One page of all papers, or of those that a filter leaves, in a given order. */
export async function selectPapers(
  pool: Pool,
  detail: PaperDetail,
  filter: PaperFilter,
  sort: PaperSort,
  request: KeysetRequest,
) {
  const placeholders = new Placeholders();
  const conditions = paperConditions(filter, placeholders);
  const list = { select: PAPER_COLUMNS[detail], from: PAPER_TABLES, conditions, keyset: sort.keyset };
  const text = pageSql(list, request, placeholders);
  // With a filter the best plan depends on its values, so it is planned for them.
  const rows = await rowsOf(pool, conditions.length ? text : prepared(text), placeholders.values);
  return keysetPage(rows.map(paperFromRow), request);
}

/** How many papers a filter leaves: exact up to a limit; all papers are counted as they are added. */
export async function countPapers(pool: Pool, filter: PaperFilter): Promise<Count> {
  const placeholders = new Placeholders();
  const conditions = paperConditions(filter, placeholders);
  if (conditions.length === 0) return countAllPapers(pool);
  return countUpTo(pool, countingSql(`select from ${PAPER_TABLES} ${whereClause(conditions)}`), placeholders.values);
}

const TOTAL = prepared(`select count from totals where name = 'papers'`);

async function countAllPapers(pool: Pool): Promise<Count> {
  const [row] = await rowsOf<{ count: number }>(pool, TOTAL);
  return { count: row?.count ?? 0 };
}

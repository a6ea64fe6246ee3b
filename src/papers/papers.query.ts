import { keysetPage, KeysetRequest, pageSql } from '../db/keyset';
import { instancesOf, isAnyOf, Placeholders, prepared, rowsOf, SqlRunner, whereClause } from '../db/sql';
import type { Count } from '../paging/connection';
import { countingSql, countUpTo } from '../paging/count-up-to';
import { byPaperDetail, PAPER_COLUMNS, PAPER_TABLES, PaperDetail } from './paper-columns';
import { paperConditions, PaperFilter } from './paper-filter';
import type { PaperSort } from './paper-order';
import { Paper } from './paper.entity';

/** One page of all papers, or of those that a filter leaves, in a given order. */
export async function selectPapers(
  pool: SqlRunner,
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
  const rows = await instancesOf(Paper, pool, conditions.length ? text : prepared(text), placeholders.values);
  return keysetPage(rows, request);
}

const BY_ID = byPaperDetail((columns) =>
  prepared(`select ${columns} from ${PAPER_TABLES} where p.id ${isAnyOf('$1', 'integer')}`),
);

/** Papers by their keys; those that are gone are left out. */
export async function selectPapersById(
  pool: SqlRunner,
  detail: PaperDetail,
  ids: readonly number[],
): Promise<Map<number, Paper>> {
  const papers = await instancesOf(Paper, pool, BY_ID[detail], [ids]);
  return new Map(papers.map((paper) => [paper.rowId, paper]));
}

/** How many papers a filter leaves: exact up to a limit; all papers are counted as they are added. */
export async function countPapers(pool: SqlRunner, filter: PaperFilter): Promise<Count> {
  const placeholders = new Placeholders();
  const conditions = paperConditions(filter, placeholders);
  if (conditions.length === 0) return countAllPapers(pool);
  return countUpTo(pool, countingSql(`select from ${PAPER_TABLES} ${whereClause(conditions)}`), placeholders.values);
}

const TOTAL = prepared(`select count from totals where name = 'papers'`);

async function countAllPapers(pool: SqlRunner): Promise<Count> {
  const [row] = await rowsOf<{ count: number }>(pool, TOTAL);
  return { count: row?.count ?? 0 };
}

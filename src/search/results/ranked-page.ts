import { keysetPage, type KeysetRequest, type KeyValue, pageSql } from '../../db/keyset';
import { instancesOf, isAnyOf, Placeholders, prepared, SqlRunner } from '../../db/sql';
import { OrderDirection } from '../../paging/order-direction';
import { PAPER_COLUMNS, PAPER_TABLES, type PaperDetail } from '../../papers/paper-columns';
import type { PaperSort } from '../../papers/paper-order';
import { Paper } from '../../papers/paper.entity';
import { selectPapersById } from '../../papers/papers.query';

export interface Scored {
  paperId: number;
  score: number;
}

/** The page of a ranking behind a score and an id. */
export async function pageByScore<Ranked extends Scored>(
  pool: SqlRunner,
  detail: PaperDetail,
  ranking: Ranked[],
  direction: OrderDirection,
  { size, after }: KeysetRequest,
) {
  const inOrder = direction === OrderDirection.DESC ? ranking : ranking.toReversed();
  const rest =
    after === null ? inOrder : inOrder.slice(inOrder.findIndex((paper) => isBehind(paper, after, direction)) >>> 0);
  const page = rest.slice(0, size);
  const ids = page.map(({ paperId }) => paperId);
  const papers = await selectPapersById(pool, detail, ids);
  return {
    // A paper may be gone since it was ranked.
    found: page.flatMap((ranked) => papers.get(ranked.paperId) ?? []),
    hasNextPage: rest.length > size,
    hasPreviousPage: after !== null,
  };
}

function isBehind(
  { score, paperId }: Scored,
  [lastScore = 0, lastId = 0]: KeyValue[],
  direction: OrderDirection,
): boolean {
  const isLess = score < Number(lastScore) || (score === Number(lastScore) && paperId < Number(lastId));
  const isSame = score === lastScore && paperId === lastId;
  return direction === OrderDirection.DESC ? isLess : !isLess && !isSame;
}

/** The page of some papers in an order of theirs. */
export async function pageBySort(
  pool: SqlRunner,
  detail: PaperDetail,
  paperIds: number[],
  sort: PaperSort,
  request: KeysetRequest,
): Promise<{ found: Paper[]; hasNextPage: boolean; hasPreviousPage: boolean }> {
  const placeholders = new Placeholders();
  const conditions = [`p.id ${isAnyOf(placeholders.add(paperIds), 'integer')}`];
  const list = { select: PAPER_COLUMNS[detail], from: PAPER_TABLES, conditions, keyset: sort.keyset };
  const text = pageSql(list, request, placeholders);
  const papers = await instancesOf(Paper, pool, prepared(text), placeholders.values);
  const { rows: found, ...flags } = keysetPage(papers, request);
  return { found, ...flags };
}

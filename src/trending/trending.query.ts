import { keysetPage, KeysetRequest, orderOf, pageSql } from '../db/keyset';
import { instancesOf, Placeholders, prepared, SqlRunner } from '../db/sql';
import type { Count } from '../paging/connection';
import { countingSql, countUpTo } from '../paging/count-up-to';
import { OrderDirection } from '../paging/order-direction';
import { PAPER_COLUMNS, PAPER_TABLES, PaperDetail } from '../papers/paper-columns';
import { Paper } from '../papers/paper.entity';
import { PaperOrderField, paperSort } from '../papers/paper-order';

export const BY_SCORE = paperSort({ field: PaperOrderField.TRENDING, direction: OrderDirection.DESC });

/**
 * One page of the papers of a few days, the highest scores first. Each day is a range of the index on day and score, of
 * which no more is read than the page may need, so the cost depends neither on the number of papers nor on the page.
 */
export async function selectTrending(pool: SqlRunner, detail: PaperDetail, days: string[], request: KeysetRequest) {
  const placeholders = new Placeholders();
  const { keyset } = BY_SCORE;
  const order = orderOf(keyset, request);
  // The two columns that are sorted are in the index; the rest is read for the page alone.
  const select = 's.trending_score, s.paper_id';
  const ofOneDay = { select, from: 'paper_stats s', conditions: ['s.trending_day = day.date'], keyset };
  const text = `
    select ${PAPER_COLUMNS[detail]} from (
      select s.paper_id from unnest(${placeholders.add(days)}::date[]) as day(date)
      cross join lateral (${pageSql(ofOneDay, request, placeholders)}) s
      order by ${order} limit ${placeholders.add(request.size + 1)}::integer
    ) page join (${PAPER_TABLES}) on p.id = page.paper_id order by ${order}`;
  return keysetPage(await instancesOf(Paper, pool, prepared(text), placeholders.values), request);
}

const COUNT = prepared(countingSql('select from paper_stats s where s.trending_day = any ($1::date[])'));

/** How many papers a window has: exact up to a limit. */
export function countTrending(pool: SqlRunner, days: string[]): Promise<Count> {
  return countUpTo(pool, COUNT, [days]);
}

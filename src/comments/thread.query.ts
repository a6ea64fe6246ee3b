import { groupBy } from '../lib/group-by';
import type { Pool, QueryResultRow } from 'pg';
import { keysetPage, KeysetRequest } from '../db/keyset';
import type { RelationPage } from '../db/relation';
import { isAnyOf, Placeholders, prepared, rowsOf } from '../db/sql';
import { OrderDirection } from '../paging/order-direction';

/** The columns of a comment under the alias `c`, by property name. */
export const COMMENT_COLUMNS = `
  c.id as "rowId", c.paper_id as "paperId", c.parent_id as "parentId", c.depth, c.author_id as "authorId",
  c.body as "storedBody", c.state, c.hidden_reason as "hiddenReason", c.created_at as "createdAt", c.edited_at as "editedAt"`;

/**
 * The threads of papers, flattened: a parent before its replies, siblings by time. A comment's place is the list of
 * the times and ids from the top of its thread down to itself; turned negative, the newest sibling comes first.
 */
export async function selectThreads<Row extends QueryResultRow>(
  pool: Pool,
  paperIds: readonly (number | string)[],
  direction: OrderDirection,
  request: KeysetRequest,
): Promise<RelationPage<Row>[]> {
  const placeholders = new Placeholders();
  const papers = placeholders.add(paperIds);
  const sign = direction === OrderDirection.ASC ? '' : '-';
  const step = `array[${sign}(extract(epoch from c.created_at) * 1000)::bigint, ${sign}c.id::bigint]`;
  const placeOf = (id: unknown) => `(select place from thread where id = ${placeholders.add(id)}::integer)`;
  const bounds = ['true'];
  if (request.after) bounds.push(`place > ${placeOf(request.after[0])}`);
  if (request.before) bounds.push(`place < ${placeOf(request.before[0])}`);
  const text = `
    with recursive thread as (
      select c.id, c.paper_id, ${step} as place from comments c
      where c.paper_id ${isAnyOf(papers, 'integer')} and c.parent_id is null
      union all
      select c.id, c.paper_id, thread.place || ${step} from comments c join thread on c.parent_id = thread.id
    ), numbered as (
      select id, row_number() over (partition by paper_id order by place ${request.backwards ? 'desc' : 'asc'}) as number
      from thread where ${bounds.join(' and ')}
    )
    select ${COMMENT_COLUMNS} from numbered join comments c on c.id = numbered.id
    where numbered.number <= ${placeholders.add(request.size + 1)}::integer
    order by c.paper_id, numbered.number`;
  const rows = await rowsOf<Row & { paperId: number }>(pool, prepared(text), placeholders.values);
  const byPaper = groupBy(rows, (row) => row.paperId);
  return paperIds.map((id) => keysetPage<Row>(byPaper.get(Number(id)) ?? [], request));
}

import { keysetPage, KeysetRequest } from '../db/keyset';
import type { RelationPage } from '../db/relation';
import { instancesOf, isAnyOf, Placeholders, prepared, SqlRunner } from '../db/sql';
import { groupBy } from '../lib/group-by';
import { OrderDirection } from '../paging/order-direction';
import { USER_COLUMNS } from '../users/user.loaders';
import { Comment } from './comment.entity';

/** The columns of a comment under the alias `c`, by property name. */
export const COMMENT_COLUMNS = `
  c.id as "rowId", c.paper_id as "paperId", c.parent_id as "parentId", c.depth, c.author_id as "authorId",
  c.body as "storedBody", c.state, c.hidden_reason as "hiddenReason", c.created_at as "createdAt",
  c.edited_at as "editedAt", c.upvote_count as "upvoteCount"`;

/** The same with who wrote it, for whom else another statement would be sent; none of their columns is of a type that JSON lacks. */
export const COMMENT_WITH_AUTHOR_COLUMNS = `${COMMENT_COLUMNS}, (
  select to_json(author) from (select ${USER_COLUMNS} from users u where u.id = c.author_id) author
) as "authorRow"`;

/**
 * The threads of papers, flattened, siblings by their votes and then by time. Votes move, so no place is stored for this
 * order: those of a whole thread are made here, a step of votes and a step of time for each level. A count of votes is a
 * step of one more, as steps begin at 1.
 */
export async function selectThreadsByUpvotes<More>(
  pool: SqlRunner,
  paperIds: readonly (number | string)[],
  { columns, direction }: { columns: string; direction: OrderDirection },
  request: KeysetRequest,
): Promise<RelationPage<Comment & More>[]> {
  const placeholders = new Placeholders();
  const papers = placeholders.add(paperIds);
  const isDescending = direction === OrderDirection.DESC;
  const step = `thread_step(c.upvote_count + 1, ${isDescending}) || thread_step(c.sibling_number, ${isDescending})`;
  const bound = (value: unknown) => `${placeholders.add(Buffer.from(String(value), 'base64url'))}::bytea`;
  const bounds = ['true'];
  if (request.after) bounds.push(`place > ${bound(request.after[0])}`);
  if (request.before) bounds.push(`place < ${bound(request.before[0])}`);
  const text = `
    with recursive thread as (
      select c.id, c.paper_id, ${step} as place from comments c
      where c.paper_id ${isAnyOf(papers, 'integer')} and c.parent_id is null
      union all
      select c.id, c.paper_id, thread.place || ${step} from comments c join thread on c.parent_id = thread.id
    ), numbered as (
      select id, place, row_number() over (partition by paper_id order by place ${request.backwards ? 'desc' : 'asc'}) as number
      from thread where ${bounds.join(' and ')}
    )
    select ${columns}, numbered.place as "sortPlace" from numbered join comments c on c.id = numbered.id
    where numbered.number <= ${placeholders.add(request.size + 1)}::integer
    order by c.paper_id, numbered.number`;
  const rows = await instancesOf<Comment, More>(Comment, pool, prepared(text), placeholders.values);
  const byPaper = groupBy(rows, (row) => row.paperId);
  return paperIds.map((id) => keysetPage(byPaper.get(Number(id)) ?? [], request));
}

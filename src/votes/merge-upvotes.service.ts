import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** Who voted for both keeps the earlier vote. */
const KEEP_EARLIER = prepared(`
  update upvotes kept set voted_at = least(kept.voted_at, gone.voted_at) from upvotes gone
  where kept.paper_id = $2::integer and gone.paper_id = $1::integer and kept.user_id = gone.user_id
  returning kept.user_id as "userId"`);

const DROP_DOUBLE = prepared('delete from upvotes where paper_id = $1::integer and user_id = any($2::integer[])');

const MOVE = prepared(`
  with moved as (
    update upvotes set paper_id = $2::integer where paper_id = $1::integer returning user_id
  ), counted as (
    update paper_stats set upvote_count = upvote_count + (select count(*) from moved) where paper_id = $2::integer
  )
  select count(*)::integer as count from moved`);

const UNCREDIT = prepared(`
  update users set upvote_count = users.upvote_count - 1
  from (select id from users where id = any($1::integer[]) order by id for no key update) as double
  where users.id = double.id`);

/**
 * Gives the votes of one paper to another, where each person counts once: inside the transaction that locked both papers.
 * Answers how many moved, and how many people had voted for both.
 */
export async function mergeUpvotes(sql: SqlRunner, fromId: number, intoId: number) {
  const doubles = await rowsOf<{ userId: number }>(sql, KEEP_EARLIER, [fromId, intoId]);
  const userIds = doubles.map(({ userId }) => userId);
  await rowsOf(sql, DROP_DOUBLE, [fromId, userIds]);
  const [moved] = await rowsOf<{ count: number }>(sql, MOVE, [fromId, intoId]);
  await rowsOf(sql, UNCREDIT, [userIds]);
  return { moved: moved?.count ?? 0, double: userIds.length };
}

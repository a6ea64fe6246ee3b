import { prepared, rowsOf, SqlRunner } from '../db/sql';

/**
 * Numbers behind all that were given before, so that none comes twice while rows are written one after the other. Comments
 * of one paper stay in the order of their numbers, which is that of their times.
 */
const WEAVE = prepared(`
  with recursive last as (
    select max(thread_serial) as number from paper_stats where paper_id in ($1::integer, $2::integer)
  ), roots as (
    select c.id, last.number + (row_number() over (order by created_at, paper_id <> $2::integer, sibling_number))::integer as number,
      octet_length(thread_step(sibling_number, false)) as former_length
    from comments c, last where paper_id in ($1::integer, $2::integer) and parent_id is null
  ), below as (
    select id, roots.id as root_id from roots
    union all
    select c.id, below.root_id from below join comments c on c.parent_id = below.id
  ), numbered as (
    update paper_stats set thread_serial = (select max(number) from roots) where paper_id = $2::integer
  )
  update comments c set
    paper_id = $2::integer,
    sibling_number = case when c.parent_id is null then roots.number else c.sibling_number end,
    place = thread_step(roots.number, false) || substr(c.place, roots.former_length + 1),
    place_newest_first = thread_step(roots.number, true) || substr(c.place_newest_first, roots.former_length + 1)
  from below join roots on roots.id = below.root_id where c.id = below.id`);

/** In id order, as whoever leaves locks the comments that they voted for. */
const LOCK = prepared(`
  select paper_id as "paperId", state from comments where paper_id in ($1::integer, $2::integer) order by id for no key update`);

const COUNT = prepared(
  'update paper_stats set comment_count = comment_count + $2::integer where paper_id = $1::integer',
);

/**
 * Makes the threads of two papers one, on the second paper, inside the transaction that locked both: whole, and in the order
 * in which they were begun. Answers how many comments moved. Places, and with them cursors, are others afterwards.
 */
export async function mergeThreads(sql: SqlRunner, fromId: number, intoId: number): Promise<number> {
  const comments = await rowsOf<{ paperId: number; state: string }>(sql, LOCK, [fromId, intoId]);
  const moved = comments.filter(({ paperId }) => paperId === fromId);
  if (moved.length === 0) return 0;
  await rowsOf(sql, WEAVE, [fromId, intoId]);
  await rowsOf(sql, COUNT, [intoId, moved.filter(({ state }) => state === 'VISIBLE').length]);
  return moved.length;
}

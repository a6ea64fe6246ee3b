import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** What a person added to one paper stays a person's where a source gives it for the other. */
const KEEP_AS_ADDED = prepared(`
  update paper_links kept set kind = gone.kind, added_here = true, added_by = gone.added_by, created_at = gone.created_at
  from paper_links gone
  where kept.paper_id = $2::integer and gone.paper_id = $1::integer and kept.url = gone.url
    and gone.added_here and not kept.added_here`);

const MOVE = prepared(`
  update paper_links moved set paper_id = $2::integer
  where moved.paper_id = $1::integer and not exists (
    select from paper_links kept where kept.paper_id = $2::integer and kept.url = moved.url
  ) returning moved.id`);

const MOVE_REMOVALS = prepared(`
  insert into removed_paper_links (paper_id, url, removed_at)
  select $2::integer, url, removed_at from removed_paper_links where paper_id = $1::integer
  on conflict (paper_id, url) do nothing`);

/** As always: what a person added is there, and what one removed of what sources give is not. */
const SETTLE = prepared(`
  with added as (
    delete from removed_paper_links removed using paper_links link
    where removed.paper_id = $1::integer and link.paper_id = removed.paper_id and link.url = removed.url and link.added_here
  )
  delete from paper_links link using removed_paper_links removed
  where link.paper_id = $1::integer and removed.paper_id = link.paper_id and removed.url = link.url and not link.added_here`);

/** Gives the links of one paper to another, with what people did to them; answers how many moved. Both papers are locked. */
export async function mergeLinks(sql: SqlRunner, fromId: number, intoId: number): Promise<number> {
  await rowsOf(sql, KEEP_AS_ADDED, [fromId, intoId]);
  const moved = await rowsOf(sql, MOVE, [fromId, intoId]);
  await rowsOf(sql, MOVE_REMOVALS, [fromId, intoId]);
  await rowsOf(sql, SETTLE, [intoId]);
  return moved.length;
}

import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { prepared, rowsOf } from '../../db/sql';
import { type WrittenPaper } from './written-paper';

/** Writes the links that sources give. What people added stays, and what they removed does not come back. */
export async function writeLinks(sql: ClientBase, papers: WrittenPaper[]): Promise<void> {
  const changed = papers.filter(hasNewLinks);
  if (changed.length === 0) return;
  const links = changed.flatMap(({ id, paper }) => paper.metadata.links.map((link) => ({ paperId: id, ...link })));
  const columns = [links.map((link) => link.paperId), links.map((link) => link.kind), links.map((link) => link.url)];
  await rowsOf(sql, DROP_OTHER_LINKS, [changed.map((paper) => paper.id), columns[0], columns[2]]);
  await rowsOf(sql, PUT_LINKS, columns);
}

function hasNewLinks({ before, paper }: WrittenPaper): boolean {
  return !isDeepStrictEqual(before?.paper.metadata.links ?? [], paper.metadata.links);
}

const DROP_OTHER_LINKS = prepared(`
  delete from paper_links
  where paper_id = any ($1::integer[]) and not added_here
    and (paper_id, url) not in (select * from unnest($2::integer[], $3::text[]))`);

const PUT_LINKS = prepared(`
  insert into paper_links (paper_id, kind, url)
  select named.* from unnest($1::integer[], $2::text[], $3::text[]) as named (paper_id, kind, url)
  where not exists (
    select from removed_paper_links removed where removed.paper_id = named.paper_id and removed.url = named.url
  )
  on conflict (paper_id, url) do update set kind = excluded.kind
  where not paper_links.added_here and paper_links.kind <> excluded.kind`);

import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import type { TypedText } from './typed-text';

/** Titles looked at that begin so, in the order of the alphabet: a list of suggestions many times over. */
const MAX_BEGUN = 200;
/** Where more fit, the papers of the most upvotes are looked at too: most of what people look for is among them. */
export const MAX_VOTED = 300;

export interface SuggestedPaper {
  [column: string]: unknown;
  id: number;
  title: string;
}

/** Papers whose title begins as what was typed, those of the most upvotes first. */
export async function suggestByTitle(
  sql: SqlRunner,
  { titleKey }: TypedText,
  limit: number,
): Promise<SuggestedPaper[]> {
  return rowsOf(sql, BY_TITLE, [titleKey, limit, MAX_BEGUN]);
}

// The index has so much of a key. Not knowing MAX_BEGUN, the planner walks the index and stops; of a number that it knows
// it would sort all that begins so.
const BY_TITLE = prepared(`
  with begun as materialized (
    select p.id, p.title_key from papers p
    where left(p.title_key, 40) collate "C" >= left($1::text, 40)
      and left(p.title_key, 40) collate "C" < left($1::text, 40) || U&'\\+10FFFF'
    order by left(p.title_key, 40) collate "C" limit $3::integer
  ), voted as materialized (
    select paper_id from paper_stats
    where (select count(*) from begun) = $3::integer
    order by upvote_count desc, paper_id desc limit ${MAX_VOTED}
  ), best as (
    select s.paper_id, s.upvote_count from (
      select id from begun where starts_with(title_key, $1::text)
      union
      select p.id from voted join papers p on p.id = voted.paper_id where starts_with(p.title_key, $1::text)
    ) titled join paper_stats s on s.paper_id = titled.id
    order by s.upvote_count desc, s.paper_id desc limit $2::integer
  )
  select p.id, p.title from best join papers p on p.id = best.paper_id
  order by best.upvote_count desc, p.id desc`);

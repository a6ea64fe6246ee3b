import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { rowKeyOf } from '../graphql/node';
import { parseArxivId } from '../lib/arxiv-id';
import { parseDoi } from '../lib/doi';
import { AdministrationError } from '../users/user.service';

export interface FoundPaper {
  id: number;
  slug: string;
  title: string;
}

/** By itself, or at the end of an address of ours, wherever that was deployed. */
const SLUG = /^(?:\S*\/papers\/)?([a-z0-9-]+)\/?(?:[?#]\S*)?$/;

/** The paper that somebody names by an arXiv id or a DOI in any usual spelling, by its slug, its address here or its id. */
export async function findPaper(sql: SqlRunner, text: string): Promise<FoundPaper> {
  const [condition, value] = keyIn(text.trim());
  const statement = prepared(`select id, slug, title from papers where id = ${condition}`);
  const [paper] = await rowsOf<FoundPaper & Record<string, unknown>>(sql, statement, [value]);
  if (paper) return paper;
  throw new AdministrationError(
    `There is no paper "${text}"; an arXiv id, a DOI, or the slug or address of a paper that is here is accepted.`,
  );
}

function keyIn(text: string): [condition: string, value: string | number | null] {
  const arxivId = parseArxivId(text);
  if (arxivId !== null) return ['(select id from papers where arxiv_id = $1::text)', arxivId];
  const doi = parseDoi(text);
  if (doi !== null) return ['(select id from papers where doi = $1::text)', doi];
  const slug = SLUG.exec(text)?.[1];
  return slug === undefined ? ['$1::integer', rowKeyOf('Paper', text)] : ['paper_with_slug($1::text)', slug];
}

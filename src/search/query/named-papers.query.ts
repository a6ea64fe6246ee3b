import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { parseArxivId } from '../../lib/arxiv-id';
import { parseDoi } from '../../lib/doi';
import { titleKey } from '../../lib/title-key';

/** Papers that a query names as a whole. */
export interface NamedPapers {
  /** The one whose arXiv id, DOI or address it is; null where it is none. */
  identified: number | null;
  /** Those whose title it is, letter by letter. */
  titledAlike: Set<number>;
}

const SLUG = /\/papers\/([a-z0-9-]+)\/?(?:[?#].*)?$/;

/** Looks up the papers that a text names: by an identifier in any usual spelling, by an address of ours, by the whole title. */
export async function findNamedPapers(sql: SqlRunner, text: string): Promise<NamedPapers> {
  const keys = [parseArxivId(text), parseDoi(text), SLUG.exec(text)?.[1] ?? null];
  const rows = await rowsOf<{ id: number; isTitle: boolean }>(sql, NAMED, [...keys, titleKey(text)]);
  return {
    identified: rows.find(({ isTitle }) => !isTitle)?.id ?? null,
    titledAlike: new Set(rows.filter(({ isTitle }) => isTitle).map(({ id }) => id)),
  };
}

/** Papers of one title are few, but for those that are called `Introduction`. */
const MAX_TITLED_ALIKE = 100;

const NAMED = prepared(`
  (select id, false as "isTitle" from papers where arxiv_id = $1::text)
  union all (select id, false from papers where doi = $2::text)
  union all (select id, false from papers where id = paper_with_slug($3::text))
  union all (select id, true from papers where title_key = $4::text order by id limit ${MAX_TITLED_ALIKE})`);

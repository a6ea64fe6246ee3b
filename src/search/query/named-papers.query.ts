import { gatherStatement } from '../../db/requests/gather-requests';
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

/**
 * The papers that a text names: by an identifier in any usual spelling, by an address of ours, by the whole title. Those that
 * requests look up at the same time are read in one statement.
 */
export const findNamedPapers = gatherStatement(selectNamedPapers);

async function selectNamedPapers(sql: SqlRunner, texts: string[]): Promise<NamedPapers[]> {
  const rows = await rowsOf<{ place: number; id: number; isTitle: boolean }>(sql, NAMED, [
    texts.map(parseArxivId),
    texts.map(parseDoi),
    texts.map((text) => SLUG.exec(text)?.[1] ?? null),
    texts.map(titleKey),
  ]);
  const named = texts.map((): NamedPapers => ({ identified: null, titledAlike: new Set() }));
  for (const { place, id, isTitle } of rows) {
    const those = named[place - 1]!;
    if (isTitle) those.titledAlike.add(id);
    else those.identified ??= id;
  }
  return named;
}

/** Papers of one title are few, but for those that are called `Introduction`. */
const MAX_TITLED_ALIKE = 100;

/** Through sub-selects, so that the planner does not see how many there are: see isAnyOf. */
const NAMED = prepared(`
  select asked.place::integer, found.id, found."isTitle"
  from unnest((select $1::text[]), (select $2::text[]), (select $3::text[]), (select $4::text[]))
    with ordinality as asked (arxiv_id, doi, slug, title_key, place)
  cross join lateral (
    (select id, false as "isTitle" from papers where arxiv_id = asked.arxiv_id)
    union all (select id, false from papers where doi = asked.doi)
    union all (select id, false from papers where id = case when asked.slug is not null then paper_with_slug(asked.slug) end)
    union all (
      select id, true from papers where title_key = asked.title_key order by id limit ${MAX_TITLED_ALIKE}
    )
  ) found`);

import { prepared, rowsOf, type SqlRunner } from '../db/sql';

/** Of a paper of thousands, those that it names first. */
export const MAX_AUTHORS = 10;

/** A paper for which related ones are looked for. */
export interface SourcePaper {
  paperId: number;
  title: string;
  abstract: string | null;
  keywords: string[];
  /** See `IndexedPaper`. */
  length: number;
  terms: Buffer;
  /** Whom it names, with how many papers of theirs there are. */
  authors: { id: number; paperCount: number }[];
}

/** Reads papers as the index has them; those that it does not have yet are left out. */
export async function selectSources(sql: SqlRunner, paperIds: readonly number[]): Promise<SourcePaper[]> {
  return rowsOf<SourcePaper & { [column: string]: unknown }>(sql, SOURCES, [paperIds]);
}

const SOURCES = prepared(`
  select t.paper_id as "paperId", p.title, p.abstract, p.keywords, t.length, t.terms, (
    select coalesce(
      jsonb_agg(jsonb_build_object('id', author.id, 'paperCount', author.paper_count) order by a.position), '[]'
    )
    from (
      select a.author_id, a.position from authorships a where a.paper_id = p.id order by a.position limit ${MAX_AUTHORS}
    ) a join authors author on author.id = a.author_id
  ) as authors
  from paper_terms t join papers p on p.id = t.paper_id where t.paper_id = any ($1::integer[])`);

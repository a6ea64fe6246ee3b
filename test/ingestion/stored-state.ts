import { type Database } from '../../src/db/database';
import { importRecords, type ImportOptions } from '../../src/ingestion/import-records';
import { type PaperRecord } from '../../src/ingestion/record';

/** Imports records that no file holds, each named by its place among them. */
export async function importAll(database: Database, records: PaperRecord[], options?: ImportOptions) {
  return importRecords(
    database,
    records.map((record, at) => ({ where: `record ${at}`, record })),
    options,
  );
}

/** A record of arXiv with what the test says of it. */
export function arxivRecord(arxivId: string, fields: Partial<PaperRecord> = {}): PaperRecord {
  return { format: 'arxiv-lines', sourceId: arxivId, arxivId, title: `The paper ${arxivId}`, ...fields };
}

/** All that imports write, but for ids, slugs, and the times of writing. */
export async function storedState(database: Database): Promise<unknown> {
  const { rows: papers } = await database.pool.query(PAPERS);
  const { rows: editions } = await database.pool.query('select * from editions order by date');
  const { rows: authors } = await database.pool.query(
    'select name, namesake, orcid, paper_count from authors where paper_count > 0 order by name, namesake, orcid, paper_count',
  );
  return { papers, editions, authors };
}

const PAPERS = `
  select p.arxiv_id, p.doi, p.title, p.title_key, p.abstract, p.published_on, p.published_on_is_provisional,
    p.author_count, p.categories, p.keywords,
    s.upvote_count, s.imported_upvote_count, s.comment_count, s.imported_comment_count, s.submitted_at,
    (select json_agg(json_build_object('format', format, 'name', name, 'source_id', source_id, 'record', record)
      order by format) from paper_sources where paper_id = p.id) as reports,
    (select json_agg(json_build_object('kind', kind, 'url', url) order by url)
      from paper_links where paper_id = p.id) as links,
    (select json_agg(json_build_object('position', position, 'name', name_as_printed, 'author', a.name,
        'namesake', a.namesake, 'orcid', a.orcid, 'affiliation', affiliation, 'ids',
        (select json_agg(source || ' ' || source_author_id order by 1) from author_source_ids i where i.author_id = a.id)
      ) order by position)
      from authorships join authors a on a.id = author_id where paper_id = p.id) as authors,
    (select json_agg(json_build_object('date', edition_date, 'position', position, 'state', state,
        'by', submitted_by_name, 'at', submitted_at))
      from submissions where paper_id = p.id) as submissions
  from papers p join paper_stats s on s.paper_id = p.id
  order by p.arxiv_id, p.doi, p.title_key, p.published_on`;

export async function emptyTables(database: Database): Promise<void> {
  const tables = ['papers', 'authors', 'editions', 'changes', 'users'];
  for (const table of [...tables, 'search_tokens', 'search_words', 'search_categories']) {
    await database.pool.query(`delete from ${table}`);
  }
  await database.pool.query('update totals set count = 0');
}

/** Every order of a few values. */
export function ordersOf<T>(values: T[]): T[][] {
  if (values.length <= 1) return [values];
  return values.flatMap((value, at) => ordersOf(values.toSpliced(at, 1)).map((rest) => [value, ...rest]));
}

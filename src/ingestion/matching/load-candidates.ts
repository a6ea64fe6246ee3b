import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { type KeyedRecord, type PaperRow, storedPaper, type WorkingPaper } from './working-paper';

/** The papers that some record may be about, with all their reports. */
export async function loadCandidates(sql: SqlRunner, records: KeyedRecord[]): Promise<WorkingPaper[]> {
  const found = await rowsOf<{ id: number }>(sql, FIND_CANDIDATES, [
    records.flatMap(({ record }) => record.arxivId ?? []),
    records.flatMap(({ record }) => record.doi ?? []),
    records.map((keyed) => keyed.titleKey),
    records.map(({ record }) => record.arxivId !== undefined),
  ]);
  const candidates = await loadPapers(
    sql,
    found.map((row) => row.id),
  );
  return [...candidates, ...(await loadRivals(sql, candidates))];
}

/** Papers with all their reports, in id order; those that are not there are left out. */
export async function loadPapers(sql: SqlRunner, ids: number[]): Promise<WorkingPaper[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOf<PaperRow & { [column: string]: unknown }>(sql, LOAD_PAPERS, [ids]);
  return rows.map(storedPaper);
}

/** The papers that hold a DOI which a candidate does not show, but would if its best report changed. */
async function loadRivals(sql: SqlRunner, candidates: WorkingPaper[]): Promise<WorkingPaper[]> {
  const dois = candidates.flatMap(({ reports }) => [...reports.values()].flatMap((report) => report.doi ?? []));
  if (dois.length === 0) return [];
  const known = candidates.map((candidate) => candidate.id);
  const rivals = await rowsOf<{ id: number }>(sql, FIND_RIVALS, [dois, known]);
  return loadPapers(
    sql,
    rivals.map((row) => row.id),
  );
}

/**
 * A title can fit only where one of the two has no arXiv id, for those that reach it have differing ones: without
 * that condition a thousand papers called "Erratum" would be loaded for each new one.
 */
const FIND_CANDIDATES = prepared(`
  select id from papers where arxiv_id = any ($1::text[])
  union
  select id from papers where doi = any ($2::text[])
  union
  select papers.id
  from unnest($3::text[], $4::boolean[]) as wanted (title_key, has_arxiv_id)
  join papers on papers.title_key = wanted.title_key and (papers.arxiv_id is null or not wanted.has_arxiv_id)
  union
  select paper_id from former_titles where title_key = any ($3::text[])`);

const LOAD_PAPERS = prepared(`
  select id, title_key as "titleKey",
    (select json_agg(record) from paper_sources where paper_id = papers.id) as reports,
    (
      select coalesce(json_agg(json_build_object('titleKey', title_key, 'publishedOn', published_on) order by former.id), '[]')
      from former_titles former where former.paper_id = papers.id
    ) as former
  from papers where id = any ($1::integer[])
  order by id`);

const FIND_RIVALS = prepared('select id from papers where doi = any ($1::text[]) and id <> all ($2::integer[])');

import type { PoolClient } from 'pg';
import { prepared, rowsOf } from '../db/sql';
import { titleKey } from '../lib/title-key';
import { writeAuthorships } from './authorships/write-authorships';
import { titleOf } from './matching/match-paper';
import { type FormerTitle, type WorkingPaper } from './matching/working-paper';
import { mergeReports } from './merging/merge-reports';
import { combineReports } from './merging/stored-report';
import { writeBatch } from './writing/write-batch';
import { type WrittenPaper } from './writing/written-paper';

/**
 * Gives the reports of one paper to another, and makes that one anew of them all, as if they had always been of one paper;
 * the same records find it from now on. The first one keeps its row and its names, and nothing by which it is matched.
 */
export async function absorbPaper(sql: PoolClient, from: WrittenPaper, into: WrittenPaper): Promise<void> {
  await rowsOf(sql, GIVE_UP_IDS, [from.id]);
  await rowsOf(sql, MOVE_REPORTS, [from.id, into.id]);
  const grown = withReportsOf(from, into);
  await writeBatch(sql, [grown]);
  await rowsOf(sql, MOVE_TITLES, [from.id, into.id]);
  await keepTitles(sql, grown, [titleOf(from), titleOf(into)]);
}

/** Takes its authors off a paper that is about to go, so that they are counted and named by what is left. */
export async function forgetAuthors(sql: PoolClient, paper: WrittenPaper): Promise<void> {
  const nameless = { ...paper.paper, metadata: { ...paper.paper.metadata, authors: [] } };
  await writeAuthorships(sql, [{ ...paper, paper: nameless }]);
}

function withReportsOf(from: WorkingPaper, into: WrittenPaper): WrittenPaper {
  const stored = new Map([...from.reports, ...into.reports]);
  const reports = new Map(stored);
  for (const [format, report] of from.reports) {
    const own = into.reports.get(format);
    if (own) reports.set(format, combineReports(own, report));
  }
  const paper = mergeReports([...reports.values()]);
  const key = titleKey(paper.metadata.title);
  return { ...into, before: { paper: into.paper, reports: stored }, paper, titleKey: key, reports, hasGrown: true };
}

async function keepTitles(sql: PoolClient, paper: WrittenPaper, titles: FormerTitle[]): Promise<void> {
  const now = titleOf(paper);
  const others = titles.filter((title) => title.titleKey !== now.titleKey || title.publishedOn !== now.publishedOn);
  const columns = [others.map((title) => title.titleKey), others.map((title) => title.publishedOn)];
  await rowsOf(sql, KEEP_TITLES, [paper.id, ...columns]);
}

const GIVE_UP_IDS = prepared('update papers set arxiv_id = null, doi = null where id = $1::integer');

/** Of a format that both have, one report is made of the two. */
const MOVE_REPORTS = prepared(`
  update paper_sources set paper_id = $2::integer
  where paper_id = $1::integer and format <> all (array(select format from paper_sources where paper_id = $2::integer))`);

const MOVE_TITLES = prepared('update former_titles set paper_id = $2::integer where paper_id = $1::integer');

const KEEP_TITLES = prepared(`
  insert into former_titles (paper_id, title_key, published_on)
  select $1::integer, title.* from unnest($2::text[], $3::date[]) as title`);

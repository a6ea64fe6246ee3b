import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { MAX_PAGE_SIZE } from '../../db/keyset';
import { prepared, rowsOf } from '../../db/sql';
import { type WorkingPaper } from '../matching/working-paper';
import { type PaperMetadata } from '../merging/merge-reports';
import { assignSlugs } from './assign-slugs';
import { copyRows } from '../../db/copy-rows';
import { reserveIds } from './reserve-ids';
import { type WrittenPaper } from './written-paper';

/** Writes the rows of `papers`, and gives new ones their id. */
export async function writePapers(sql: ClientBase, papers: WorkingPaper[]): Promise<WrittenPaper[]> {
  // First, because a new paper may have a DOI that an old one has given up.
  await updatePapers(sql, papers.filter(hasNewMetadata));
  await addPapers(
    sql,
    papers.filter((paper) => paper.before === null),
  );
  return papers as WrittenPaper[];
}

export function hasNewMetadata({ before, paper }: WorkingPaper): boolean {
  return before !== null && !isDeepStrictEqual(before.paper.metadata, paper.metadata);
}

export function hasNewDay({ before, paper }: WorkingPaper): boolean {
  return before !== null && before.paper.metadata.publishedOn !== paper.metadata.publishedOn;
}

async function addPapers(sql: ClientBase, papers: WorkingPaper[]): Promise<void> {
  if (papers.length === 0) return;
  const ids = await reserveIds(sql, 'papers', papers.length);
  const slugs = await assignSlugs(
    sql,
    papers.map(({ paper }) => paper.metadata.title),
  );
  papers.forEach((paper, at) => (paper.id = ids[at]!));
  await copyRows(
    sql,
    `papers (id, arxiv_id, doi, slug, title, title_key, abstract, published_on, published_on_is_provisional,
      author_count, author_names, categories, keywords)`,
    papers.map(({ id, titleKey, paper: { metadata } }, at) => [
      id,
      metadata.arxivId,
      metadata.doi,
      slugs[at]!,
      metadata.title,
      titleKey,
      metadata.abstract,
      metadata.publishedOn,
      metadata.publishedOnIsProvisional,
      metadata.authorCount,
      authorNames(metadata),
      metadata.categories,
      metadata.keywords,
    ]),
  );
}

/** As the triggers of authorships would have it, most of the time: then they need not write the paper once more. */
function authorNames({ authors }: PaperMetadata): string {
  return JSON.stringify(authors.slice(0, MAX_PAGE_SIZE + 1).map((author) => author.name));
}

async function updatePapers(sql: ClientBase, papers: WorkingPaper[]): Promise<void> {
  if (papers.length === 0) return;
  await giveUpDois(sql, papers);
  await rowsOf(sql, UPDATE_PAPERS, [JSON.stringify(papers.map(toRow))]);
}

/** Beforehand, because within one statement a DOI could still belong to its old paper when the next one takes it. */
async function giveUpDois(sql: ClientBase, papers: WorkingPaper[]): Promise<void> {
  const ids = papers
    .filter(({ before, paper }) => before?.paper.metadata.doi && before.paper.metadata.doi !== paper.metadata.doi)
    .map((paper) => paper.id);
  if (ids.length > 0) await rowsOf(sql, GIVE_UP_DOIS, [ids]);
}

function toRow({ id, titleKey, paper: { metadata } }: WorkingPaper) {
  return {
    id,
    arxiv_id: metadata.arxivId,
    doi: metadata.doi,
    title: metadata.title,
    title_key: titleKey,
    abstract: metadata.abstract,
    published_on: metadata.publishedOn,
    published_on_is_provisional: metadata.publishedOnIsProvisional,
    author_count: metadata.authorCount,
    categories: metadata.categories,
    keywords: metadata.keywords,
  };
}

const GIVE_UP_DOIS = prepared('update papers set doi = null where id = any ($1::integer[])');

const UPDATE_PAPERS = prepared(`
  update papers set
    arxiv_id = given.arxiv_id, doi = given.doi, title = given.title, title_key = given.title_key,
    abstract = given.abstract, published_on = given.published_on,
    published_on_is_provisional = given.published_on_is_provisional, author_count = given.author_count,
    categories = given.categories, keywords = given.keywords, updated_at = now()
  from json_populate_recordset(null::papers, $1::json) as given
  where papers.id = given.id`);

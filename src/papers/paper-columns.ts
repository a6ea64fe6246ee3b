import type { GraphQLResolveInfo } from 'graphql';
import { showsAny } from '../graphql/selection';
import type { PaperSort } from './paper-order';

const LINE = `
  p.id as "rowId", p.arxiv_id as "arxivId", p.doi, p.slug, p.title, p.published_on as "publishedOn",
  p.author_count as "authorCount", s.upvote_count as "upvoteCount", s.imported_upvote_count as "importedUpvoteCount",
  s.comment_count as "commentCount", s.imported_comment_count as "importedCommentCount",
  s.trending_score as "trendingScore"`;
const BYLINE = `${LINE}, p.author_names as "authorNames"`;
const CARD = `${BYLINE}, p.abstract`;
const WHOLE = `${CARD}, p.categories, p.keywords, p.created_at as "createdAt", p.updated_at as "updatedAt",
  s.submitted_at as "submittedAt"`;

/** The columns of a paper by property name, from papers `p` and paper_stats `s`. */
export const PAPER_COLUMNS = { LINE, BYLINE, CARD, WHOLE };
export const PAPER_TABLES = 'papers p join paper_stats s on s.paper_id = p.id';

/** How much of its papers a list reads: abstracts are long, times and lists dear to parse. What is not read is undefined. */
export type PaperDetail = keyof typeof PAPER_COLUMNS;

/** The fields of Paper that need more of their paper than a line; each detail has what the one before it has. */
const NEED_BYLINE: string[] = [];
const NEED_CARD = ['abstract'];
const NEED_WHOLE = ['categories', 'keywords', 'createdAt', 'updatedAt'];

/** Said by a slice whose field of Paper may be answered by the names of authors that are kept with it. */
export function needsAuthorNames(field: string): void {
  NEED_BYLINE.push(field);
}

/** Said by a slice that shows something of abstracts under another name. */
export function needsAbstract(field: string): void {
  NEED_CARD.push(field);
}

/** Said by a slice whose field of Paper needs a whole one. */
export function needsWholePaper(field: string): void {
  NEED_WHOLE.push(field);
}

/** What must be read of the papers below the field that is resolved: what the request shows, and what it sorts by. */
export function paperDetail(info: GraphQLResolveInfo, sort?: PaperSort): PaperDetail {
  if (sort?.needsWhole || showsAny(info, NEED_WHOLE)) return 'WHOLE';
  if (showsAny(info, NEED_CARD)) return 'CARD';
  return showsAny(info, NEED_BYLINE) ? 'BYLINE' : 'LINE';
}

/** Makes a reader of papers for each detail, as each is a statement of its own. */
export function byPaperDetail<Reader>(make: (columns: string) => Reader): Record<PaperDetail, Reader> {
  return { LINE: make(LINE), BYLINE: make(BYLINE), CARD: make(CARD), WHOLE: make(WHOLE) };
}

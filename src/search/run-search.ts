import type { KeysetRequest, KeyType, KeyValue } from '../db/keyset';
import type { Context } from '../graphql/context';
import { badUserInput } from '../graphql/errors';
import type { Term } from '../words/term';
import type { Count } from '../paging/connection';
import { OrderDirection } from '../paging/order-direction';
import { keysetRequest, listFingerprint } from '../paging/cursor';
import type { PaperDetail } from '../papers/paper-columns';
import { filterFingerprint, type PaperFilter } from '../papers/paper-filter';
import { NEWEST_FIRST, type PaperOrder, type PaperSort, paperSort } from '../papers/paper-order';
import type { Paper } from '../papers/paper.entity';
import { type PinnedMode, rankPapers } from './modes/rank-papers';
import { isWordless } from './query/search-query';
import { type ScoredPaper, type SearchMatch, waysOf } from './ranking/score-paper';
import { decodePlan, encodePlan } from './ranking/search-plan';
import { pageByScore, pageBySort } from './results/ranked-page';
import { BEST_FIRST, MAX_QUERY_LENGTH, type SearchArguments, SearchMode, type SearchOrder } from './search.inputs';

/** What a search found, and one page of it. */
export interface SearchResult {
  page: { found: Paper[]; hasNextPage: boolean; hasPreviousPage: boolean };
  /** Of all that was found, whatever the page; of a beginning where that is all that is shown. */
  paperIds: number[];
  count: Count;
  modeUsed: SearchMode;
  didYouMean: string | null;
  /** What is marked in highlights. */
  terms: ReadonlySet<Term>;
  foundOf(paper: Paper): { score: number; matchedBy: SearchMatch[] };
  fingerprint: () => string;
  sortValuesOf(paper: Paper): KeyValue[];
}

interface Asked extends SearchArguments {
  query: string;
}

/** What is shown of what a search finds. */
interface Shown {
  /** How much of its papers a page reads. */
  detailOf: (sort?: PaperSort) => PaperDetail;
  /** Whether anything is said of all papers that are found, beside the page. */
  showsAll: boolean;
}

/** Finds papers and reads one page of them. */
export async function runSearch(context: Context, asked: Asked, { detailOf, showsAll }: Shown): Promise<SearchResult> {
  const { pool } = context.database;
  const filter = asked.filter ?? {};
  const order = asked.orderBy ?? BEST_FIRST;
  const sort = sortOf(order, asked.query);
  const fingerprint = () => fingerprintOf(asked, filter, order);
  const { pinned, request } = readCursor(asked, sort, fingerprint);
  const mode = asked.mode ?? SearchMode.LEXICAL;
  const isBestFirst = !sort && order.direction === OrderDirection.DESC;
  const wanted = isBestFirst && !showsAll ? request.size + 1 : Infinity;
  const ranking = await rankPapers(context, { query: asked.query, mode, filter, wanted }, pinned);

  const papers = sort ? withMostWords(ranking.papers) : ranking.papers;
  const byId = new Map(papers.map((paper) => [paper.paperId, paper]));
  const paperIds = [...byId.keys()];
  const page = sort
    ? await pageBySort(pool, detailOf(sort), paperIds, sort, request)
    : await pageByScore(pool, detailOf(), papers, order.direction, request);
  const pins = [encodePlan(ranking.plan), ranking.correctedText ?? '', ranking.modeUsed];
  return {
    page,
    paperIds,
    count: { count: paperIds.length, isLowerBound: ranking.isCut },
    modeUsed: ranking.modeUsed,
    didYouMean: ranking.didYouMean,
    terms: new Set(ranking.plan.terms.filter(({ group }) => group < ranking.plan.wordCount).map(({ term }) => term)),
    foundOf: ({ rowId }) => foundOf(byId.get(rowId)),
    fingerprint,
    sortValuesOf: (paper) => [
      ...pins,
      ...(sort ? sort.valuesOf(paper) : [byId.get(paper.rowId)?.score ?? 0, paper.rowId]),
    ],
  };
}

/** The order of found papers where it is not that of how well they fit, by which papers without words to look for are all alike. */
function sortOf({ field, direction }: SearchOrder, query: string): PaperSort | null {
  if (field !== 'RELEVANCE') return paperSort({ field, direction } as PaperOrder);
  return isWordless(query) ? paperSort({ ...NEWEST_FIRST, direction }) : null;
}

/** Cursors hold the plan, the corrected text and the mode before the values that their order sorts by. */
const PIN_TYPES: KeyType[] = ['text', 'text', 'text'];
const SCORE_TYPES: KeyType[] = ['double precision', 'integer'];

function readCursor(
  asked: Asked,
  sort: PaperSort | null,
  fingerprint: () => string,
): { pinned: PinnedMode | null; request: KeysetRequest } {
  const types = sort ? sort.keyset.keys.map(({ type }) => type) : SCORE_TYPES;
  const request = keysetRequest(asked, [...PIN_TYPES, ...types], fingerprint);
  if (request.after === null) return { pinned: null, request };
  const [encoded = '', correctedText = '', mode = ''] = request.after.map(String);
  const plan = decodePlan(encoded);
  const modeUsed = Object.values(SearchMode).find((each) => String(each) === mode);
  if (!plan || !modeUsed || correctedText.length > 2 * MAX_QUERY_LENGTH) {
    throw badUserInput('after', '"after" is no cursor of this list; send one that it gave out.');
  }
  const after = request.after.slice(PIN_TYPES.length);
  return { pinned: { plan, modeUsed, correctedText: correctedText || null }, request: { ...request, after } };
}

function fingerprintOf({ query, mode }: Asked, filter: PaperFilter, { field, direction }: SearchOrder): string {
  return listFingerprint(
    'Query.search',
    query,
    mode ?? SearchMode.LEXICAL,
    filterFingerprint(filter),
    field,
    direction,
  );
}

/** Those that have as many words of the query as any has: where order does not tell better from worse, worse is left out. */
function withMostWords(papers: ScoredPaper[]): ScoredPaper[] {
  const most = Math.max(0, ...papers.map(({ wordCount }) => wordCount));
  return papers.filter(({ wordCount }) => wordCount === most);
}

function foundOf(paper: ScoredPaper | undefined): { score: number; matchedBy: SearchMatch[] } {
  return { score: paper?.score ?? 0, matchedBy: waysOf(paper?.matches ?? 0) };
}

import type { RequestDatabase } from '../../db/requests/request-database';
import type { SqlRunner } from '../../db/sql';
import { wordTerm } from '../../words/term';
import type { PaperFilter } from '../../papers/paper-filter';
import { correctSpelling } from '../query/correct-spelling.query';
import { plainRequirementsOf, requirementsOf, wholeFilter } from '../query/filter-requirements';
import { findNamedPapers, type NamedPapers } from '../query/named-papers.query';
import { type Condition, parseSearchQuery, type SearchQuery } from '../query/search-query';
import { beginningOf } from './beginning';
import { selectLikeliest } from './likeliest.query';
import {
  type Candidate,
  isUnconditional,
  MAX_RANKED,
  type Requirements,
  selectCandidates,
  selectFew,
  selectNewest,
} from './candidates.query';
import { type BestPaper, FEEDBACK_PAPERS, takesFeedback, withFeedback } from './feedback';
import { makePlan, queryWords, tokensOfWords } from './make-plan';
import { meets } from './meet-conditions';
import { jointLists, postingLists } from './posting-lists';
import { matchesBy, PaperScorer, type Phrase, type ScoredPaper, SearchMatch } from './score-paper';
import type { SearchPlan } from './search-plan';
import { countTokensTogether, type TokenCounts } from '../../indexing/scoring/token-counts.query';

/** What a search goes on with on its next page, so that papers which did not change stay where they were. */
export interface PinnedSearch {
  plan: SearchPlan;
  /** The text that was searched for in place of the one that was typed; null where that was searched for. */
  correctedText: string | null;
}

export interface LexicalRanking extends PinnedSearch {
  /** The best first, at most MAX_RANKED. */
  papers: ScoredPaper[];
  /** Whether there may be more papers than these. */
  isCut: boolean;
  /** A text with words that more papers have, one edit from those of the query; null where there is none. */
  didYouMean: string | null;
}

/** Ranks the papers that have words of a query. Where no more than some of the best are wanted, the others may be missing. */
export async function rankLexically(
  database: RequestDatabase,
  typed: string,
  filter: PaperFilter,
  pinned: PinnedSearch | null,
  wanted = Infinity,
): Promise<LexicalRanking> {
  const [named, understood] = await Promise.all([
    findNamedPapers(database, typed.trim()),
    pinned ? { ...pinned, suggestion: null, counts: null } : understand(database, typed, filter),
  ]);
  const query = parseSearchQuery(understood.correctedText ?? typed);
  const search = { query, filter, named, requirements: requirementsOf(query, wholeFilter(filter, query)) };
  const { plan } = understood;
  const ranked =
    (await rankBeginning(database, search, understood, wanted)) ??
    (await rankFound(database, search, plan, await findCandidates(database, search, plan), pinned !== null));
  return {
    ...ranked,
    papers: named.identified === null ? ranked.papers : ranked.papers.map(asIdentified),
    correctedText: understood.correctedText,
    didYouMean: understood.correctedText ?? understood.suggestion,
  };
}

/** What is looked for. */
interface Search {
  query: SearchQuery;
  filter: PaperFilter;
  named: NamedPapers;
  requirements: Requirements;
}

type Ranked = Pick<LexicalRanking, 'papers' | 'plan' | 'isCut'>;

/**
 * The best papers of a query of one word, by the lists that count most alone, where no other paper can be among so many; null
 * where one may be.
 */
async function rankBeginning(
  database: RequestDatabase,
  search: Search,
  { plan, counts }: { plan: SearchPlan; counts: TokenCounts | null },
  wanted: number,
): Promise<Ranked | null> {
  const { query, named, requirements } = search;
  const isOneWord = query.words.length === 1 && plan.wordCount === 1 && named.identified === null;
  if (wanted === Infinity || !counts || !isOneWord || !isUnconditional(requirements)) return null;
  const beginning = beginningOf(plan, counts, wanted);
  if (!beginning) return null;
  const found = await selectLikeliest(database, beginning, [...named.titledAlike]);
  const ranked = await rankFound(database, search, plan, { candidates: found.candidates, isCut: true }, false);
  const mostBeyond = Math.max(beginning.mostBeyond, found.mostBeyond);
  const isEnough = ranked.papers.filter(({ score }) => score > mostBeyond).length >= wanted;
  return isEnough ? ranked : null;
}

async function rankFound(
  database: RequestDatabase,
  { query, named, requirements }: Search,
  plan: SearchPlan,
  { candidates, isCut, likeliest }: FoundCandidates,
  isPinned: boolean,
): Promise<Ranked> {
  const wanted = candidates.filter(
    (candidate) => meetsAll(candidate, requirements.filterConditions) && isWanted(candidate, query, named),
  );
  return { ...(await rank(database, query, plan, wanted, { named, isPinned, likeliest })), isCut };
}

function asIdentified(paper: ScoredPaper): ScoredPaper {
  return { ...paper, matches: matchesBy(SearchMatch.IDENTIFIER) };
}

/** Plans for a text; where no paper has one of its words, for the text with that word corrected. */
export async function understand(
  database: RequestDatabase,
  typed: string,
  filter: PaperFilter = {},
): Promise<PinnedSearch & { suggestion: string | null; counts: TokenCounts }> {
  const query = parseSearchQuery(typed);
  const counts = await countFor(database, query, filter);
  const correction = await correctSpelling(database, query, counts);
  if (!correction?.isNeeded) {
    return { plan: planFor(query, counts, filter), counts, correctedText: null, suggestion: correction?.text ?? null };
  }
  const corrected = parseSearchQuery(correction.text);
  const countsOfCorrected = await countFor(database, corrected, filter);
  const plan = planFor(corrected, countsOfCorrected, filter);
  return { plan, counts: countsOfCorrected, correctedText: correction.text, suggestion: null };
}

function countFor(database: RequestDatabase, query: SearchQuery, filter: PaperFilter): Promise<TokenCounts> {
  const { groups } = requirementsOf(query, filter);
  return countTokensTogether(database, [...tokensOfWords(queryWords(query)), ...groups.flat()]);
}

function planFor(query: SearchQuery, counts: TokenCounts, filter: PaperFilter): SearchPlan {
  return makePlan(queryWords(query), counts, requirementsOf(query, filter).groups);
}

interface FoundCandidates {
  candidates: Candidate[];
  isCut: boolean;
  /** See RankOptions. */
  likeliest?: number | undefined;
}

/** By what the lists of the index say of papers, the best five are nearly always among so many. */
const LIKELIEST = 200;

async function findCandidates(
  sql: SqlRunner,
  { query, filter, named: { identified, titledAlike }, requirements }: Search,
  plan: SearchPlan,
): Promise<FoundCandidates> {
  if (identified !== null) {
    const candidates = await selectCandidates(
      sql,
      { lists: [], joint: [], named: [identified] },
      { ...requirements, groups: [] },
    );
    return { candidates, isCut: false };
  }
  if (query.words.length === 0) {
    const candidates = await selectNewest(sql, plainRequirementsOf(query, wholeFilter(filter, query)));
    return { candidates, isCut: candidates.length === MAX_RANKED };
  }
  const few = await selectFew(sql, requirements);
  if (few) return { candidates: few, isCut: false };
  const candidates = await selectCandidates(
    sql,
    { lists: postingLists(plan, query), joint: jointLists(plan), named: [...titledAlike] },
    requirements,
  );
  return { candidates, isCut: plan.isCut || candidates.length === MAX_RANKED, likeliest: LIKELIEST };
}

/** What the query names is wanted whatever its words say besides: a title may have a minus before a word. */
function isWanted(
  candidate: Candidate,
  { conditions }: SearchQuery,
  { identified, titledAlike }: NamedPapers,
): boolean {
  return candidate.paperId === identified || titledAlike.has(candidate.paperId) || meetsAll(candidate, conditions);
}

function meetsAll({ fields }: Candidate, conditions: Condition[]): boolean {
  return conditions.every((condition) => meets(fields, condition));
}

interface RankOptions {
  named: NamedPapers;
  /** Whether the plan is that of an earlier page, which has its feedback. */
  isPinned: boolean;
  /** Among so many candidates the best are looked for whose words are taken along, when the likeliest come first; all without it. */
  likeliest?: number | undefined;
}

/** Puts papers in the order of how well they fit; those that have nothing of the query are left out. */
export async function rank(
  database: RequestDatabase,
  query: SearchQuery,
  plan: SearchPlan,
  candidates: Candidate[],
  { named, isPinned, likeliest = candidates.length }: RankOptions,
): Promise<{ papers: ScoredPaper[]; plan: SearchPlan }> {
  const phrase: Phrase = { terms: query.words.map((word) => wordTerm(word).term), titledAlike: named.titledAlike };
  const isFound = ({ wordCount, paperId }: ScoredPaper) =>
    wordCount > 0 || paperId === named.identified || named.titledAlike.has(paperId) || query.words.length === 0;
  const best = () => bestOf(candidates, scoreAll(candidates.slice(0, likeliest), plan, phrase).filter(isFound));
  const planned = isPinned || !takesFeedback(plan) ? plan : await withFeedback(database, plan, best());
  const papers = scoreAll(candidates, planned, phrase).filter(isFound);
  return { papers: papers.sort((one, other) => other.score - one.score || other.paperId - one.paperId), plan: planned };
}

function scoreAll(candidates: Candidate[], plan: SearchPlan, phrase: Phrase): ScoredPaper[] {
  const scorer = new PaperScorer(plan, phrase);
  return candidates.map((candidate) => scorer.score(candidate));
}

/** The papers that are worth most by their words alone. */
function bestOf(candidates: Candidate[], scored: ScoredPaper[]): BestPaper[] {
  const byId = new Map(candidates.map((candidate) => [candidate.paperId, candidate]));
  return scored
    .toSorted((one, other) => other.wordScore - one.wordScore || other.paperId - one.paperId)
    .slice(0, FEEDBACK_PAPERS)
    .map(({ paperId, wordScore }) => ({ candidate: byId.get(paperId)!, wordScore }));
}

import { LEVELS, type Token, tokenAt, tokensOf } from '../../indexing/token';
import { type Term, termOf, wordTerm } from '../../words/term';
import { categoryTerm } from '../../indexing/indexed-paper';
import type { Condition, SearchQuery } from '../query/search-query';
import { rarity } from '../../indexing/scoring/bm25';
import {
  MAX_JOINT_ENTRIES,
  MAX_JOINT_WORDS,
  MAX_LIST_LENGTH,
  MAX_POSTINGS,
  READING_SHARE,
  tokenOfList,
  weightAt,
} from './posting-lists';
import type { PlanField, PlanTerm, SearchPlan } from './search-plan';
import type { TokenCounts } from '../../indexing/scoring/token-counts.query';

/** The rarest words of a longer query say what it is about. */
const MAX_WORDS = 32;

/** One word of a query with whatever may stand for it. */
export interface QueryWord {
  /** As it was typed, folded. */
  word: string;
  /** How often the query has it. */
  times: number;
  terms: { field: PlanField; term: Term }[];
}

/** The words by which papers are scored, those of one stem once; where all are stop words, these as words of titles. */
export function queryWords(query: SearchQuery): QueryWord[] {
  const { words, joined, categories } = query;
  const content = words.filter((word) => !wordTerm(word).isStopWord);
  const texts = content.length + joined.length + categories.length > 0 ? [...content, ...joined] : words;
  const byStem = new Map<Term, QueryWord>();
  for (const word of texts) {
    const { term } = wordTerm(word);
    const same = byStem.get(term);
    const terms = termsOfWord(word).filter((each) => !isExcludedName(each, query));
    byStem.set(term, same ? joinedWords(same, { terms }) : { word, times: 1, terms });
  }
  const marks = [...new Set(categories)].map((word): QueryWord => {
    return { word, times: 1, terms: [{ field: 'category', term: categoryTerm(word) }] };
  });
  return [...byStem.values(), ...marks];
}

/** Whether no paper is wanted that has a name: `jordan -author:jordan` asks for the curve. */
function isExcludedName({ field, term }: QueryWord['terms'][number], { conditions }: SearchQuery): boolean {
  const isOfName = ({ terms }: Condition) => terms.length === 1 && terms[0] === term;
  return field === 'name' && conditions.some((each) => each.isExcluded && each.field === 'names' && isOfName(each));
}

function joinedWords({ word, times, terms }: QueryWord, other: Pick<QueryWord, 'terms'>): QueryWord {
  const more = other.terms.filter(({ term }) => !terms.some((known) => known.term === term));
  return { word, times: times + 1, terms: [...terms, ...more] };
}

export function termsOfWord(word: string): QueryWord['terms'] {
  const { term, isStopWord } = wordTerm(word);
  const year = /^(?:19|20)\d\d$/.test(word) ? [{ field: 'year' as const, term: termOf('year', word) }] : [];
  return [{ field: isStopWord ? 'title' : 'text', term }, { field: 'name', term: termOf('name', word) }, ...year];
}

/** The tokens that must be counted to plan for some words. */
export function tokensOfWords(words: QueryWord[]): Token[] {
  return words.flatMap(({ terms }) => terms.flatMap(tokensOfTerm));
}

function tokensOfTerm({ field, term }: Pick<PlanTerm, 'field' | 'term'>): Token[] {
  return field === 'text' ? tokensOf(term) : [tokenOfList({ field, term }, 0)];
}

/** How many papers have a word in any way. */
export function countOfQueryWord({ terms }: QueryWord, counts: TokenCounts): number {
  return Math.max(...terms.map((term) => countOfTerm(term, counts)));
}

function countOfTerm(term: Pick<PlanTerm, 'field' | 'term'>, counts: TokenCounts): number {
  return tokensOfTerm(term).reduce((sum, token) => sum + counts.countOf(token), 0);
}

/** Plans how the papers of some words are found and scored, among papers that have one token of each group. */
export function makePlan(words: QueryWord[], counts: TokenCounts, groups: Token[][] = []): SearchPlan {
  const found = words
    .map((word) => weighedTerms(word, counts))
    .filter((terms) => terms.length > 0)
    .sort((one, other) => heaviest(other) - heaviest(one));
  const kept = found.slice(0, MAX_WORDS);
  const terms = kept.flatMap((group, index) => group.map((term) => ({ ...term, group: index })));
  const isCut = kept.length < found.length;
  return openLists({ terms, wordCount: kept.length, isCut }, counts, shareOf(groups, counts));
}

const heaviest = (terms: PlanTerm[]) => Math.max(...terms.map(({ weight }) => weight));

/** Terms that some paper has; those which none has find nothing. */
function weighedTerms({ terms, times }: QueryWord, counts: TokenCounts): PlanTerm[] {
  return terms.flatMap((term) => {
    const count = countOfTerm(term, counts);
    if (count === 0) return [];
    return [
      {
        ...term,
        group: 0,
        floor: LEVELS,
        jointFloor: LEVELS,
        weight: Math.fround(times * rarity(count, counts.allPapers)),
      },
    ];
  });
}

/** The share of all papers that have a token of the rarest group; lists have about this share of them as well. */
function shareOf(groups: Token[][], counts: TokenCounts): number {
  const countOf = (tokens: Token[]) => tokens.reduce((sum, token) => sum + counts.countOf(token), 0);
  return Math.min(1, ...groups.map((tokens) => countOf(tokens) / Math.max(1, counts.allPapers)));
}

/** Opens lists from what counts most, until as many papers are looked at as may be. Of a word, its lower levels come last. */
function openLists(plan: SearchPlan, counts: TokenCounts, share: number): SearchPlan {
  const closed = new Set<PlanTerm>();
  const cut = new Set<PlanTerm>();
  let left = MAX_POSTINGS;
  for (const { term, level, length } of listsByWeight(plan.terms, counts)) {
    const taken = Math.min(length * share, MAX_LIST_LENGTH);
    // Of two lists that are read beside each other, the shorter one says how much of the other is passed over.
    const work = taken + READING_SHARE * Math.min(length, share * counts.allPapers);
    if (closed.has(term) || (work > left && left < MAX_POSTINGS)) {
      closed.add(term);
    } else {
      left -= work;
      term.floor = level;
    }
    if (closed.has(term) || taken === MAX_LIST_LENGTH) cut.add(term);
  }
  if (cut.size > 0) plan.isCut = true;
  // A word of which every paper is looked at finds those that have the others too.
  const isEveryWordCut = plan.terms.every((term) => term.field !== 'text' || cut.has(term));
  return isEveryWordCut ? openJointLists(plan, counts) : plan;
}

/** Opens lists of papers that have all of a few common words, from those that are about all of them. */
function openJointLists(plan: SearchPlan, counts: TokenCounts): SearchPlan {
  const words = plan.terms.filter(({ field }) => field === 'text');
  if (words.length < 2 || words.length > MAX_JOINT_WORDS || words.length < plan.wordCount) return plan;
  let entries = 0;
  for (let level = LEVELS - 1; level >= 0; level--) {
    entries += words.reduce((sum, { term }) => sum + counts.countOf(tokenAt(term, level)), 0);
    if (entries > MAX_JOINT_ENTRIES) break;
    for (const word of words) word.jointFloor = level;
  }
  return plan;
}

/** Papers that have a term, of a word those that have it at one level. */
export interface List {
  term: PlanTerm;
  level: number;
  length: number;
  weight: number;
}

/** The lists that some paper is in, what counts most first. */
export function listsByWeight(terms: PlanTerm[], counts: TokenCounts): List[] {
  const lists = terms.flatMap((term) => {
    if (term.field !== 'text') return [{ term, level: 0, length: countOfTerm(term, counts), weight: term.weight }];
    return Array.from({ length: LEVELS }, (_, level) => ({
      term,
      level,
      length: counts.countOf(tokenAt(term.term, level)),
      weight: weightAt(term.weight, level),
    }));
  });
  return lists.filter(({ length }) => length > 0).sort((one, other) => other.weight - one.weight);
}

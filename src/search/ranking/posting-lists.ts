import { titleTerm } from '../../indexing/indexed-paper';
import { densityAt, LEVELS, type Token, tokenAt, tokenOf, tokensOf } from '../../indexing/token';
import { termOf, wordTerm } from '../../words/term';
import type { SearchQuery } from '../query/search-query';
import { saturated } from '../../indexing/scoring/bm25';
import type { PlanTerm, SearchPlan } from './search-plan';

/**
 * Papers looked at by their tokens before the best are scored, each for each token by which it is found. What has more
 * matches is looked through from what counts most: rare words before common ones, papers about a word before papers that
 * name it ("score at a time", Anh, de Kretser and Moffat 2001; with a bound, Lin and Trotman 2015).
 */
export const MAX_POSTINGS = 3_000;
/** Of one list: so that one of many equals leaves room for others. */
export const MAX_LIST_LENGTH = 1_500;
/** What reading an entry of a list takes, beside looking at its paper: lists are read whole, also where not all is looked at. */
export const READING_SHARE = 0.05;
/** A longer query has enough that is rare. */
const MAX_PAIRED_WORDS = 6;

/** Of how many common words together papers are looked up. */
export const MAX_JOINT_WORDS = 4;
/** Entries that are read for that; they are compared with each other, and the papers of few are looked at. */
export const MAX_JOINT_ENTRIES = 100_000;
export const MAX_JOINT_LENGTH = 4_000;

/** Papers that have one token of each group: all of a few words, each at some level or above. */
export interface JointList {
  groups: Token[][];
  weight: number;
}

/** The papers that have all words of a plan, and again those that are more about all of them, so that these count more. */
export function jointLists(plan: SearchPlan): JointList[] {
  const words = plan.terms.filter(({ field, jointFloor }) => field === 'text' && jointFloor < LEVELS);
  if (words.length < 2 || words.length > MAX_JOINT_WORDS) return [];
  const floor = Math.max(...words.map(({ jointFloor }) => jointFloor));
  const levels = Array.from({ length: Math.min(MAX_JOINT_LISTS, LEVELS - floor) }, (_, step) => floor + step);
  return levels.map((level) => ({
    groups: words.map(({ term }) => tokensOf(term).slice(level)),
    weight: words.reduce((sum, { weight }) => sum + weightAt(weight, level), 0) / levels.length,
  }));
}
/** From the level to which entries are read, as many above. */
const MAX_JOINT_LISTS = 4;

/** Papers that have both of two tokens, which may be the same one, and what having them is worth. */
export interface PostingList {
  tokens: [Token, Token];
  weight: number;
}

/** The lists of a plan, what counts most first. */
export function postingLists(plan: SearchPlan, query: SearchQuery): PostingList[] {
  const lists = [...plan.terms.flatMap(listsOfTerm), ...listsOfNeighbours(plan, query)];
  return lists.sort((one, other) => other.weight - one.weight);
}

function listsOfTerm({ field, term, weight, floor }: PlanTerm): PostingList[] {
  if (floor >= LEVELS) return [];
  const tokenFrom = (level: number) => tokenOfList({ field, term }, level);
  if (field !== 'text') return [listOf(tokenFrom(floor), weight)];
  const levels = Array.from({ length: LEVELS - floor }, (_, index) => floor + index);
  return levels.map((level) => listOf(tokenFrom(level), weightAt(weight, level)));
}

/** By what the papers of a term are looked up, of a word those that have it at a level. */
export function tokenOfList({ field, term }: Pick<PlanTerm, 'field' | 'term'>, level: number): Token {
  if (field === 'text') return tokenAt(term, level);
  return tokenOf(field === 'title' ? titleTerm(term) : term);
}

/** What a word is worth in a paper that has it at a level. */
export function weightAt(weight: number, level: number): number {
  return weight * saturated(densityAt(level));
}

/** Words side by side that are so in a title or a name: however common each is, few papers have both. */
function listsOfNeighbours(plan: SearchPlan, { words }: SearchQuery): PostingList[] {
  const weights = new Map(plan.terms.map(({ field, term, weight }) => [`${field} ${term}`, weight]));
  const content = words.filter((word) => !wordTerm(word).isStopWord);
  if (content.length > MAX_PAIRED_WORDS) return [];
  return content.slice(1).flatMap((word, index) => {
    const pair = [content[index]!, word];
    const inTitle = pair.map((each) => ({
      token: tokenOf(titleTerm(wordTerm(each).term)),
      weight: weights.get(`text ${wordTerm(each).term}`),
    }));
    const inName = pair.map((each) => ({
      token: tokenOf(termOf('name', each)),
      weight: weights.get(`name ${termOf('name', each)}`),
    }));
    return [inTitle, inName].flatMap(([one, other]) =>
      one?.weight && other?.weight
        ? [{ tokens: [one.token, other.token] as [Token, Token], weight: one.weight + other.weight }]
        : [],
    );
  });
}

const listOf = (token: Token, weight: number): PostingList => ({ tokens: [token, token], weight });

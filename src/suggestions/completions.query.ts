import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import { categoryTerm, titleTerm } from '../indexing/indexed-paper';
import { countTokens } from '../indexing/scoring/token-counts.query';
import { wordTerm } from '../words/term';
import { type Token, tokenOf } from '../indexing/token';
import type { TypedText } from './typed-text';

/** A few letters begin more words than these where papers are many; then titles with the words before are read as well. */
const MAX_WORDS = 200;
/** Far more categories than there are with one beginning. */
const MAX_CATEGORIES = 200;
/** What most papers have of a word is in these. */
const MAX_COMPLETIONS = 16;

/** How titles are looked up by words, and categories that begin as the text does. */
export interface Completions {
  /** Of the whole words, each of which a title must have. */
  words: Counted[];
  /** Of words that begin as the last one, one of which a title must have; those of the most papers first. */
  endings: Counted[];
  /** Those of the most papers first. */
  categories: string[];
}

export interface Counted {
  token: Token;
  paperCount: number;
}

/** Completes a text by categories that papers have, and by words where these are wanted. Two statements. */
export async function selectCompletions(sql: SqlRunner, typed: TypedText, isByWords: boolean): Promise<Completions> {
  const found = await rowsOf<Found>(sql, BEGINNING, [isByWords ? typed.beginning : null, typed.text, MAX_WORDS]);
  const endings = found.filter(({ isCategory }) => !isCategory).map(({ text }) => text);
  const categories = found.filter(({ isCategory }) => isCategory).map(({ text }) => text);

  const wordTokens = isByWords ? distinct(typed.words.map(titleToken)) : [];
  const endingTokens = isByWords ? distinct([typed.beginning, ...endings].map(titleToken)) : [];
  const categoryTokens = categories.map((category) => tokenOf(categoryTerm(category)));
  const { countOf } = await countTokens(sql, [...wordTokens, ...endingTokens, ...categoryTokens]);
  return {
    words: wordTokens.map((token) => ({ token, paperCount: countOf(token) })),
    endings: endingTokens
      .map((token) => ({ token, paperCount: countOf(token) }))
      .filter(({ paperCount }) => paperCount > 0)
      .sort(mostPapersFirst)
      .slice(0, MAX_COMPLETIONS),
    categories: categories
      .map((category, at) => ({ category, token: at, paperCount: countOf(categoryTokens[at]!) }))
      .filter(({ paperCount }) => paperCount > 0)
      .sort(mostPapersFirst)
      .map(({ category }) => category),
  };
}

const titleToken = (word: string): Token => tokenOf(titleTerm(wordTerm(word).term));
const distinct = (tokens: Token[]): Token[] => [...new Set(tokens)];
const mostPapersFirst = (one: Counted, other: Counted) => other.paperCount - one.paperCount || one.token - other.token;

interface Found {
  [column: string]: unknown;
  text: string;
  isCategory: boolean;
}

// Nothing sorts after the largest code point, so this is where texts with a beginning end. Not knowing how many words are
// wanted, the planner walks their index and stops.
const BEGINNING = prepared(`
  (
    select word as text, false as "isCategory" from search_words
    where word >= $1::text and word < $1::text || U&'\\+10FFFF'
    order by word limit $3::integer
  ) union all (
    select category, true from search_categories
    where lower(category) collate "C" >= $2::text and lower(category) collate "C" < $2::text || U&'\\+10FFFF'
    order by lower(category) collate "C", category collate "C" limit ${MAX_CATEGORIES}
  )`);

import { categoryTerm } from '../../indexing/indexed-paper';
import { type Term, termOf, wordTerm } from '../../words/term';
import { wordsOf } from '../../words/words-of';

/** What a paper must have, or must not: terms side by side in a field, in one person's name, or any of some marks. */
export interface Condition {
  field: 'text' | 'title' | 'names' | 'marks';
  terms: Term[];
  isExcluded: boolean;
}

/** A query as it is understood. Whatever somebody types is one: what is no operator is a word. */
export interface SearchQuery {
  /** As it was typed, without white space around it. */
  text: string;
  /** The text without what papers must have or must not have: what it means is compared. */
  said: string;
  /** What papers are scored by, in the order of the text, stop words included. */
  words: string[];
  /** What hyphens join, in one. */
  joined: string[];
  /** Categories as people write them among words: `cs.LG`. */
  categories: string[];
  conditions: Condition[];
  /** `has:code`. */
  hasCode: boolean;
}

const PART = /(?<=^|\s)(-?)(?:(author|title|category|year|has):)?(?:"([^"]*)"(?=\s|$)|(\S+))/giu;
const CATEGORY = /^[a-z][a-z-]*\.[a-z][a-z-]+$/i;
const YEARS = /^(\d{4})?(\.\.)?(\d{4})?$/;
/** A range of years is looked up year by year. */
const MAX_YEARS = 200;

/** Reads what somebody typed: words, `"phrases"`, `-word`, `author:`, `title:`, `category:`, `year:2023..2025`, `has:code`. */
export function parseSearchQuery(typed: string): SearchQuery {
  const text = typed.trim();
  const query: SearchQuery = { text, said: '', words: [], joined: [], categories: [], conditions: [], hasCode: false };
  for (const [part, minus, field, phrase, word] of text.replace(/[“”„]/g, '"').matchAll(PART)) {
    const value = phrase ?? word ?? '';
    const isRead = readCondition(query, field?.toLowerCase(), value, {
      isExcluded: minus !== '',
      isPhrase: phrase !== undefined,
    });
    if (!isRead) addWords(query, part);
  }
  return query;
}

/** Whether a query has no word to look for: it is empty, of punctuation, or asks for what papers must have alone. */
export function isWordless(typed: string): boolean {
  return parseSearchQuery(typed).words.length === 0;
}

interface PartShape {
  isExcluded: boolean;
  isPhrase: boolean;
}

/** Whether a part of the query is more than words to look for; then it is in the query as such. */
function readCondition(query: SearchQuery, field: string | undefined, value: string, shape: PartShape): boolean {
  const { isExcluded, isPhrase } = shape;
  if (field === undefined && !isExcluded && !isPhrase) return false;
  if (field === 'has') return readHas(query, value, isExcluded);
  const terms = termsOfCondition(field, value);
  if (terms.length === 0) return false;
  query.conditions.push({ field: FIELDS[field ?? ''] ?? 'text', terms, isExcluded });
  // What must be there also says which of those papers come first.
  if (!isExcluded && field !== 'category' && field !== 'year') addWords(query, value);
  return true;
}

const FIELDS: Record<string, Condition['field']> = {
  author: 'names',
  title: 'title',
  category: 'marks',
  year: 'marks',
};

function termsOfCondition(field: string | undefined, value: string): Term[] {
  if (field === 'category') return value.split(',').filter(Boolean).map(categoryTerm);
  if (field === 'year') return yearsOf(value).map((year) => termOf('year', String(year)));
  const { words } = wordsOf(value);
  if (field === 'author') return words.map((word) => termOf('name', word));
  return words.map((word) => wordTerm(word).term);
}

function yearsOf(value: string): number[] {
  const [, from, range, to] = YEARS.exec(value) ?? [];
  if (from === undefined && to === undefined) return [];
  const last = range === undefined ? Number(from) : Number(to ?? Number(from) + MAX_YEARS - 1);
  const first = Number(from ?? last - MAX_YEARS + 1);
  return Array.from({ length: Math.min(Math.max(last - first + 1, 0), MAX_YEARS) }, (_, index) => first + index);
}

function readHas(query: SearchQuery, value: string, isExcluded: boolean): boolean {
  if (value.toLowerCase() !== 'code' || isExcluded) return false;
  query.hasCode = true;
  return true;
}

function addWords(query: SearchQuery, text: string): void {
  const { words, joined } = wordsOf(text);
  query.said = `${query.said} ${text}`.trim();
  query.words.push(...words);
  query.joined.push(...joined);
  if (CATEGORY.test(text)) query.categories.push(text);
}

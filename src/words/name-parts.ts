import { wordsOf } from './words-of';

/** So much of a name tells it from others, and bounds what a name takes in the index. */
const MAX_NAME_WORDS = 16;
const MAX_PART_LETTERS = 16;
const MAX_SOUGHT_WORDS = 8;

/** A letter by itself, in a script that abbreviates names so. Chinese signs are words of their own. */
const INITIAL = /^\p{LC}$/u;

/**
 * What a name is found by: its words and all their beginnings, and each initial with what it stands beside, as `y.lecun`
 * for `Y. LeCun`. At most 16 words of a name, each up to its 16th letter; none holds white space.
 */
export function namePartsOf(name: string): string[] {
  const { words, joined } = wordsOf(name);
  const counted = firstOf(words, MAX_NAME_WORDS);
  const whole = [...counted, ...firstOf(joined, MAX_NAME_WORDS)];
  const initials = counted.flatMap((word, at) => (INITIAL.test(word) ? initialParts(counted, at) : []));
  return [...new Set([...whole.flatMap(beginningsOf), ...initials])];
}

/**
 * An initial counts beside the name behind it, for `Michael Jordan` is not `Michael J. Black`; where none is behind it,
 * as in `LeCun Y. A.`, beside all others.
 */
function initialParts(words: string[], at: number): string[] {
  const behind = words.slice(at + 1);
  const isBeforeName = behind.some((word) => !INITIAL.test(word));
  const beside = isBeforeName ? behind : words.filter((word) => word !== words[at]);
  return beside.flatMap(beginningsOf).map((beginning) => initialPart(words[at]!, beginning));
}

/**
 * What a name must have to be found by a query: one of each list. A word is found as the beginning of a word, inside of
 * what hyphens join, or by its initial beside another word of the query. No lists where the query has no word.
 */
export function namePartsSought(query: string): string[][] {
  const { words, joined } = wordsOf(query);
  const sought = firstOf(words, MAX_SOUGHT_WORDS);
  return sought.map((word) => {
    const wholes = joined.filter((whole) => whole.includes(word));
    const others = INITIAL.test(word) ? [] : sought.filter((other) => other !== word);
    return [...[word, ...wholes].map(bounded), ...others.map((other) => initialPart(word, bounded(other)))];
  });
}

function firstOf(words: string[], count: number): string[] {
  return [...new Set(words)].slice(0, count);
}

function initialPart(word: string, beside: string): string {
  return `${String.fromCodePoint(word.codePointAt(0)!)}.${beside}`;
}

function beginningsOf(word: string): string[] {
  const letters = [...word].slice(0, MAX_PART_LETTERS);
  return letters.map((_, at) => letters.slice(0, at + 1).join(''));
}

function bounded(word: string): string {
  return [...word].slice(0, MAX_PART_LETTERS).join('');
}

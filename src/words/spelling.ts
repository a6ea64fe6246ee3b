import { termOf } from './term';

const MIN_LETTERS = 4;
const MAX_LETTERS = 30;

/** Whether a word is one that people mistype: of letters, neither so short that any other is near nor endless. */
export function isMistyped(word: string): boolean {
  return word.length >= MIN_LETTERS && word.length <= MAX_LETTERS && /^[\p{L}\p{M}]+$/u.test(word);
}

/**
 * A word and all that it is without one of its letters, as numbers. Words that are one edit apart share one of them,
 * whether a letter was left out, added, replaced or swapped with the next one.
 */
export function deletionsOf(word: string): number[] {
  const shorter = Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
  return [...new Set([word, ...shorter])].map((text) => termOf('spelling', text) | 0);
}

/** Whether one edit leads from a word to another: a letter left out, added, replaced, or swapped with the next one. */
export function isOneEditApart(word: string, other: string): boolean {
  let start = 0;
  while (start < word.length && word[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(word.length, other.length) - start && word.at(-1 - end) === other.at(-1 - end)) end++;
  const left = word.slice(start, word.length - end);
  const right = other.slice(start, other.length - end);
  const isOneLetter = left.length <= 1 && right.length <= 1 && left !== right;
  return isOneLetter || (left.length === 2 && right === `${left[1]}${left[0]}`);
}

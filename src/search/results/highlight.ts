import { type Term, wordTerm } from '../../words/term';
import { wordsOf } from '../../words/words-of';

/** A piece of a text that is, or is not, of the words that were looked for. */
export interface Span {
  text: string;
  isMatch: boolean;
}

/** Words with their hyphens, and formulas as a whole: a part of one cannot be shown by itself. */
const WORDS = /\$[^$]*\$[\p{L}\p{N}]*|[\p{L}\p{M}\p{N}]+(?:[-'’][\p{L}\p{M}\p{N}]+)*/gu;
/** Characters of a fragment, about two lines. */
const FRAGMENT_LENGTH = 180;
/** Of them, about those before the first word that was looked for. */
const LEAD = 30;
export const MAX_FRAGMENTS = 2;
export const MAX_SPANS = 15;

interface Found {
  start: number;
  end: number;
}

/** A whole text with the words marked that were looked for; null where it has none. */
export function highlightWhole(text: string, terms: ReadonlySet<Term>): Span[] | null {
  const found = findWords(text, terms);
  return found.length === 0 ? null : spansOf(text, found, { start: 0, end: text.length });
}

/** The parts of a text that have most of the words that were looked for, in the order of the text. */
export function highlightFragments(text: string, terms: ReadonlySet<Term>): Span[][] {
  const found = findWords(text, terms);
  const windows: Found[] = [];
  while (windows.length < MAX_FRAGMENTS) {
    const best = densestWindow(
      text,
      found.filter((word) => !windows.some((window) => overlap(word, window))),
    );
    if (!best || windows.some((window) => overlap(best, window))) break;
    windows.push(best);
  }
  return windows.sort((one, other) => one.start - other.start).map((window) => spansOf(text, found, window));
}

function findWords(text: string, terms: ReadonlySet<Term>): Found[] {
  return [...text.matchAll(WORDS)].flatMap((match) => {
    const { words, joined } = wordsOf(match[0]);
    const isFound = [...words, ...joined].some((word) => terms.has(wordTerm(word).term));
    return isFound ? [{ start: match.index, end: match.index + match[0].length }] : [];
  });
}

/** The stretch of a fragment's length that has the most of some words, cut between words. */
function densestWindow(text: string, found: Found[]): Found | null {
  let best: { count: number; first: Found } | null = null;
  for (const first of found) {
    const count = found.filter(({ start, end }) => start >= first.start && end <= first.start + FRAGMENT_LENGTH).length;
    if (!best || count > best.count) best = { count, first };
  }
  if (!best) return null;
  const { first } = best;
  const start = Math.max(0, text.lastIndexOf(' ', first.start - LEAD) + 1);
  const limit = Math.max(first.end, start + FRAGMENT_LENGTH);
  return { start, end: limit >= text.length ? text.length : Math.max(first.end, text.lastIndexOf(' ', limit)) };
}

function overlap(one: Found, other: Found): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Parts of a text in turns; what lies behind the last span that there may be is one of no match. */
function spansOf(text: string, found: Found[], { start, end }: Found): Span[] {
  const spans: Span[] = [];
  let at = start;
  for (const word of found) {
    if (word.start < start || word.end > end || spans.length >= MAX_SPANS - 2) continue;
    if (word.start > at) spans.push({ text: text.slice(at, word.start), isMatch: false });
    spans.push({ text: text.slice(word.start, word.end), isMatch: true });
    at = word.end;
  }
  if (at < end) spans.push({ text: text.slice(at, end), isMatch: false });
  return spans;
}

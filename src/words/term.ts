import { stemOf, STOP_STEMS } from './stem';

/** What search compares, as a whole number of 32 bits: two words of the same stem are one term. */
export type Term = number;

/** Terms of different kinds are different, though they are written alike: the word and the name `wolf`. */
export type TermKind = 'word' | 'title' | 'name' | 'category' | 'year' | 'month' | 'spelling';

/** Part the fields of a paper, and the people of one field, where terms stand in a row. No term is one of them. */
export const END_OF_FIELD = 0;
export const END_OF_NAME = 1;

/** Different texts share a term once in four thousand million pairs: less often than two people share a name. */
export function termOf(kind: TermKind, text: string): Term {
  const hash = mixed(fnv1a(`${kind}:${text}`));
  return hash > END_OF_NAME ? hash : hash + 2;
}

export interface WordTerm {
  term: Term;
  isStopWord: boolean;
}

const termByWord = new Map<string, WordTerm>();
/** The words of a language are few; what comes beyond is numbers, names and noise. */
const MAX_REMEMBERED = 100_000;

/** The term of a word as texts have it, by its stem. */
export function wordTerm(word: string): WordTerm {
  let known = termByWord.get(word);
  if (known === undefined) {
    if (termByWord.size >= MAX_REMEMBERED) termByWord.clear();
    const stem = stemOf(word);
    known = { term: termOf('word', stem), isStopWord: STOP_STEMS.has(stem) };
    termByWord.set(word, known);
  }
  return known;
}

const STOP_TERMS: ReadonlySet<Term> = new Set([...STOP_STEMS].map((stem) => termOf('word', stem)));

/** Whether a term is that of a word which says nothing of what a text is about. */
export const isStopTerm = (term: Term): boolean => STOP_TERMS.has(term);

/** The hash of Fowler, Noll and Vo. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** The last step of MurmurHash3, by which each bit depends on all: tokens keep no more than the upper ones. */
function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

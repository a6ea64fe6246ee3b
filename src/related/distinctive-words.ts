import { rarity, saturated } from '../indexing/scoring/bm25';
import type { PaperFields } from '../indexing/scoring/paper-fields';
import { frequenciesOf } from '../indexing/scoring/term-frequencies';
import type { TokenCounts } from '../indexing/scoring/token-counts.query';
import { isStopTerm, type Term } from '../words/term';
import { densityOf, levelOf, type Token, tokenAt } from '../indexing/token';

/** More words of a paper say little that these do not. */
const MAX_WORDS = 30;

export interface PaperWord {
  term: Term;
  /** See `densityOf`. */
  density: number;
  /** By which those are found that are about the word as much. */
  token: Token;
}

export interface DistinctiveWord extends PaperWord {
  /** What it is worth that another paper has it. */
  weight: number;
}

/** The words of a paper that say something, each once. */
export function wordsOfPaper(fields: PaperFields, length: number): PaperWord[] {
  const frequencies = frequenciesOf(fields, (term) => !isStopTerm(term));
  return Array.from(frequencies, ([term, frequency]) => {
    const density = densityOf(frequency, length);
    return { term, density, token: tokenAt(term, levelOf(density)) };
  });
}

/**
 * The words that set a paper apart, the first of them most: by how much it is about them, and how few papers are about
 * them as much. That orders papers as well as counting those that have the word at all, at an eighth of the counts.
 */
export function distinctiveWords(words: PaperWord[], counts: TokenCounts): DistinctiveWord[] {
  return words
    .map((word) => ({
      ...word,
      weight: rarity(counts.countOf(word.token), counts.allPapers) * saturated(word.density),
    }))
    .sort((one, other) => other.weight - one.weight || one.term - other.term)
    .slice(0, MAX_WORDS);
}

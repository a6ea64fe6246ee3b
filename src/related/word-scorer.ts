import { saturated } from '../indexing/scoring/bm25';
import { PaperFields } from '../indexing/scoring/paper-fields';
import { frequenciesOf } from '../indexing/scoring/term-frequencies';
import { TermMap } from '../indexing/scoring/term-map';
import { densityOf } from '../indexing/token';
import type { Term } from '../words/term';

/** Scores papers by some words, as BM25 does. */
export class WordScorer {
  private readonly weights: TermMap<number>;

  constructor(words: { term: Term; weight: number }[]) {
    this.weights = new TermMap(words.map(({ term, weight }) => [term, weight]));
  }

  /** What each of the words is worth to a paper, the best first; those that it does not have are left out. */
  worthOfWords({ terms, length }: { terms: Buffer; length: number }): { term: Term; worth: number }[] {
    const frequencies = frequenciesOf(new PaperFields(terms), (term) => this.weights.get(term) !== undefined);
    const found = Array.from(frequencies, ([term, frequency]) => {
      const density = densityOf(frequency, length);
      return { term, worth: this.weights.get(term)! * saturated(density) };
    });
    return found.sort((one, other) => other.worth - one.worth || one.term - other.term);
  }
}

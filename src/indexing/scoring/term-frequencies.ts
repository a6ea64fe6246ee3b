import type { Term } from '../../words/term';
import { TITLE_WEIGHT } from '../indexed-paper';
import type { PaperFields } from './paper-fields';

/** Visits each word of a paper where it stands, with how often that counts: twice in the title. */
export function visitWords(
  { title, abstract, besides }: PaperFields,
  visit: (term: Term, times: number) => void,
): void {
  for (const term of title) visit(term, TITLE_WEIGHT);
  for (const term of abstract) visit(term, 1);
  for (const term of besides) visit(term, 1);
}

/** How often a paper has the words that are counted. */
export function frequenciesOf(fields: PaperFields, isCounted: (term: Term) => boolean): Map<Term, number> {
  const frequencies = new Map<Term, number>();
  visitWords(fields, (term, times) => {
    if (isCounted(term)) frequencies.set(term, (frequencies.get(term) ?? 0) + times);
  });
  return frequencies;
}

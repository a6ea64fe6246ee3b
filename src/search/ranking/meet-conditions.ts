import type { PaperFields } from '../../indexing/scoring/paper-fields';
import type { Term } from '../../words/term';
import type { Condition } from '../query/search-query';

/** Whether a paper is what a condition asks for. */
export function meets(fields: PaperFields, { field, terms, isExcluded }: Condition): boolean {
  return isExcluded !== FULFILS[field](fields, terms);
}

const FULFILS: Record<Condition['field'], (fields: PaperFields, terms: Term[]) => boolean> = {
  text: ({ title, abstract, besides }, terms) => [title, abstract, besides].some((field) => holdsPhrase(field, terms)),
  title: ({ title }, terms) => holdsPhrase(title, terms),
  names: (fields, terms) =>
    terms.every((term) => fields.names.includes(term)) &&
    fields.people.some((name) => terms.every((term) => name.includes(term))),
  marks: ({ marks }, terms) => terms.some((term) => marks.includes(term)),
};

/** Whether terms stand side by side in a field. */
export function holdsPhrase(field: Uint32Array, terms: Term[]): boolean {
  const [first] = terms;
  if (first === undefined) return false;
  for (let at = field.indexOf(first); at >= 0; at = field.indexOf(first, at + 1)) {
    if (terms.every((term, index) => field[at + index] === term)) return true;
  }
  return false;
}

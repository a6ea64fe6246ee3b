import { type Term, wordTerm } from '../words/term';
import { wordsOf } from '../words/words-of';

/** How a paper writes the words of its terms, in the form that comes first; read when somebody asks. */
export class WordForms {
  private forms: Map<Term, string> | undefined;

  constructor(private readonly texts: string[]) {}

  /** Numbers, and what hyphens join, are left out: they say nothing by themselves, or nothing that their parts do not. */
  of(terms: Term[]): string[] {
    this.forms ??= formsIn(this.texts);
    return terms.flatMap((term) => this.forms?.get(term) ?? []);
  }
}

function formsIn(texts: string[]): Map<Term, string> {
  const forms = new Map<Term, string>();
  for (const word of texts.flatMap((text) => wordsOf(text).words)) {
    const { term } = wordTerm(word);
    if (/\p{L}/u.test(word) && !forms.has(term)) forms.set(term, word);
  }
  return forms;
}

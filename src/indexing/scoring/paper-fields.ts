import { END_OF_FIELD, END_OF_NAME, type Term } from '../../words/term';

/** The terms of a paper by field, each in the order of the text: see `indexPaper`, which writes them. */
export interface PaperFields {
  title: Uint32Array;
  abstract: Uint32Array;
  /** Keywords, and words that the text has with hyphens, in one. */
  besides: Uint32Array;
  /** Of all people, each followed by END_OF_NAME: see `peopleOf`. */
  names: Uint32Array;
  marks: Uint32Array;
}

export function readFields(bytes: Buffer): PaperFields {
  // Copied, because what comes from the database may begin at any byte.
  const terms = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const [title = NONE, abstract = NONE, besides = NONE, names = NONE, marks = NONE] = parted(terms, END_OF_FIELD);
  return { title, abstract, besides, names, marks };
}

/** The names of a paper, one by one: few papers of many have one that is looked for, so they are not parted for all. */
export function peopleOf({ names }: PaperFields): Uint32Array[] {
  return parted(names, END_OF_NAME);
}

const NONE = new Uint32Array();

function parted(terms: Uint32Array, end: Term): Uint32Array[] {
  const parts: Uint32Array[] = [];
  for (let from = 0, to = terms.indexOf(end); to >= 0; from = to + 1, to = terms.indexOf(end, from)) {
    parts.push(terms.subarray(from, to));
  }
  return parts;
}

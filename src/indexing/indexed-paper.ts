import { densityOf, levelOf, type Token, tokenAt, tokenOf } from './token';
import { END_OF_FIELD, END_OF_NAME, type Term, termOf, type WordTerm, wordTerm } from '../words/term';
import { wordsOf } from '../words/words-of';

/** What search knows of a paper, before it is read as words. */
export interface PaperText {
  paperId: number;
  title: string;
  abstract: string | null;
  keywords: string[];
  categories: string[];
  publishedOn: string | null;
  /** As printed, in their order, at most MAX_NAMES. */
  names: string[];
}

/** A paper as it stands in the index. */
export interface IndexedPaper {
  paperId: number;
  /** How many words say what it is about, those of the title twice. */
  length: number;
  /** The terms of its fields in their order, each in four bytes, the lowest first: see `PaperTerms`. */
  terms: Buffer;
  /** What it is found by, each once. */
  tokens: Token[];
  /** Its words and names as they are spelled, for whoever mistypes one. */
  spellings: Set<string>;
}

/** Collaborations name thousands. */
export const MAX_NAMES = 500;
/** A word of the title counts as much as two of the abstract. */
export const TITLE_WEIGHT = 2;
/** One more each time that a changed rule reads papers otherwise: those of another version are read again. */
export const INDEX_VERSION = 1;

/** Reads a paper as the terms and tokens by which it is found and scored. */
export function indexPaper(paper: PaperText): IndexedPaper {
  const title = wordsOf(paper.title);
  const abstract = wordsOf(paper.abstract ?? '');
  const besides = [...title.joined, ...abstract.joined, ...paper.keywords.flatMap((keyword) => wordsOf(keyword).words)];
  const names = paper.names.map((name) => wordsOf(name).words);
  const fields = [title.words, abstract.words, besides].map((words) => words.map(wordTerm));
  const [titleTerms = []] = fields;
  const marks = marksOf(paper);

  const frequencies = new Map<Term, number>();
  const length = fields.reduce((sum, words, at) => sum + count(frequencies, words, at === 0 ? TITLE_WEIGHT : 1), 0);
  const tokens = new Set<Token>();
  for (const [term, frequency] of frequencies) tokens.add(tokenAt(term, levelOf(densityOf(frequency, length))));
  for (const { term } of [...titleTerms, ...title.joined.map(wordTerm)]) tokens.add(tokenOf(titleTerm(term)));
  for (const word of names.flat()) tokens.add(tokenOf(termOf('name', word)));
  for (const mark of marks) tokens.add(tokenOf(mark));
  return {
    paperId: paper.paperId,
    length,
    terms: inBytes([
      ...fields.map((words) => words.map(({ term }) => term)),
      names.flatMap((words) => [...namedTerms(words), END_OF_NAME]),
      marks,
    ]),
    tokens: [...tokens],
    spellings: new Set([...title.words, ...abstract.words, ...names.flat()]),
  };
}

/** The term of a word in a title, of stop words too: so titles are found that have no other. */
export function titleTerm(word: Term): Term {
  return termOf('title', String(word));
}

/** What filters of a query ask of a paper: categories, those above them, year and month of publication. */
function marksOf({ categories, publishedOn }: PaperText): Term[] {
  const known = new Set(categories.flatMap((category) => [category, category.split('.')[0]!]));
  const times = publishedOn ? [termOf('year', publishedOn.slice(0, 4)), termOf('month', publishedOn.slice(0, 7))] : [];
  return [...[...known].map(categoryTerm), ...times];
}

export const categoryTerm = (category: string): Term => termOf('category', category.toLowerCase());

/** A person's words, and the first letters of those that are longer: `y lecun` is `Yann LeCun`. */
function namedTerms(words: string[]): Term[] {
  const initials = words.filter((word) => word.length > 1).map((word) => String.fromCodePoint(word.codePointAt(0)!));
  return [...new Set([...words, ...initials])].map((word) => termOf('name', word));
}

/** Counts words that say what a paper is about; answers how many they are. */
function count(frequencies: Map<Term, number>, words: WordTerm[], weight: number): number {
  let counted = 0;
  for (const { term, isStopWord } of words) {
    if (isStopWord) continue;
    frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
    counted += weight;
  }
  return counted;
}

function inBytes(fields: Term[][]): Buffer {
  const all = new Uint32Array(fields.reduce((sum, terms) => sum + terms.length + 1, 0));
  let at = 0;
  for (const terms of fields) {
    all.set(terms, at);
    at += terms.length;
    all[at++] = END_OF_FIELD;
  }
  return Buffer.from(all.buffer);
}

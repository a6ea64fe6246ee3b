import { pick, randomFrom } from '../../random.mjs';
import { withMistypedWord } from '../edits.mjs';

const RARE_WORDS = 3;
/** How many papers of a year an author may have here, so that the first ten can show all of them. */
const PAPERS_OF_AUTHOR_AND_YEAR = 10;

/**
 * What somebody would ask who looks for a paper that they know: by kind a function of the paper, which answers the text
 * of the query, or null where the paper gives none. Papers are `{ id, title, abstract, year, authors }`; the same ones
 * lead to the same queries.
 */
export function knownItemQueries(papers) {
  const documentCounts = countsOf(papers, ({ title, abstract }) => wordsIn(`${title} ${abstract}`));
  const authorCounts = countsOf(papers, ({ year, authors }) => authors.map((name) => `${name} ${year}`));
  return {
    title: ({ title }) => title,
    'title, one edit': ({ id, title }) => withMistypedWord(title, randomFrom(id)),
    'three rare words': ({ id, abstract }) => rarest(wordsIn(abstract), documentCounts, randomFrom(id)),
    'author and year': ({ id, year, authors }) => {
      const queries = year === null ? [] : authors.map((name) => `${name} ${year}`);
      const fitting = queries.filter((query) => authorCounts.get(query) <= PAPERS_OF_AUTHOR_AND_YEAR);
      return fitting[pick(randomFrom(id), fitting.length)] ?? null;
    },
  };
}

/** For each title the ids of all papers that carry it, as far as letters and digits go. */
export function idsByTitle(papers) {
  const ids = new Map();
  for (const { id, title } of papers) ids.set(titleLetters(title), [...(ids.get(titleLetters(title)) ?? []), id]);
  return (title) => ids.get(titleLetters(title));
}

function titleLetters(title) {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function rarest(words, documentCounts, random) {
  if (words.length < RARE_WORDS) return null;
  return words
    .map((word) => ({ word, count: documentCounts.get(word), lot: random() }))
    .sort((one, other) => one.count - other.count || one.lot - other.lot)
    .slice(0, RARE_WORDS)
    .map(({ word }) => word)
    .join(' ');
}

/** The different words of letters alone that have four or more. */
function wordsIn(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.filter((word) => /^\p{L}{4,}$/u.test(word)))];
}

function countsOf(papers, keysOf) {
  const counts = new Map();
  for (const paper of papers) {
    for (const key of new Set(keysOf(paper))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

import type { SqlRunner } from '../db/sql';
import { rarity, saturated } from '../indexing/scoring/bm25';
import { PaperFields } from '../indexing/scoring/paper-fields';
import { countTokens, type TokenCounts } from '../indexing/scoring/token-counts.query';
import type { Term } from '../words/term';
import { groupBy } from '../lib/group-by';
import { type Candidate, selectCandidates } from './candidates.query';
import { type DistinctiveWord, distinctiveWords, type PaperWord, wordsOfPaper } from './distinctive-words';
import { selectSources, type SourcePaper } from './source-papers.query';
import { WordForms } from './word-forms';
import { WordScorer } from './word-scorer';

export const MAX_RELATED = 20;
export const MAX_SHARED_AUTHORS = 5;

/** Papers without an author in common share at least this much of the words that set one of them apart. */
const LEAST_SHARED = 0.15;

/** A paper that is related to another. */
export interface Relation {
  paperId: number;
  score: number;
  /** Words that both papers have, those that count most first. */
  sharedTerms: Term[];
  /** How the other paper writes these words. */
  forms: WordForms;
  /** In the order of the other paper. */
  sharedAuthorIds: number[];
}

/** Finds the papers that are related to each of some, the nearest first. */
export async function findRelated(sql: SqlRunner, paperIds: readonly number[]): Promise<Map<number, Relation[]>> {
  const papers = await selectSources(sql, paperIds);
  const words = papers.map(({ terms, length }) => wordsOfPaper(new PaperFields(terms), length));
  const counts = await countTokens(sql, [...new Set(words.flat().map(({ token }) => token))]);
  const sources = papers.map((paper, at) => sourceOf(paper, words[at]!, counts));
  const candidates = groupBy(await selectCandidates(sql, sources), ({ sourceId }) => sourceId);
  return new Map(sources.map((source) => [source.paperId, relationsOf(source, candidates.get(source.paperId) ?? [])]));
}

/** A paper with what sets it apart. */
interface Source {
  paperId: number;
  words: DistinctiveWord[];
  authors: { id: number; weight: number }[];
  forms: WordForms;
}

function sourceOf(paper: SourcePaper, words: PaperWord[], counts: TokenCounts): Source {
  return {
    paperId: paper.paperId,
    words: distinctiveWords(words, counts),
    authors: paper.authors.map(({ id, paperCount }) => ({ id, weight: rarity(paperCount, counts.allPapers) })),
    forms: new WordForms([paper.title, paper.abstract ?? '', ...paper.keywords]),
  };
}

function relationsOf(source: Source, candidates: Candidate[]): Relation[] {
  const scorer = new WordScorer(source.words);
  const all = source.words.reduce((sum, { weight }) => sum + weight, 0);
  return candidates
    .map((candidate) => relationOf(source, candidate, scorer))
    .filter(({ score, sharedAuthorIds }) => sharedAuthorIds.length > 0 || score >= LEAST_SHARED * all)
    .sort((one, other) => other.score - one.score || other.paperId - one.paperId)
    .slice(0, MAX_RELATED);
}

function relationOf(source: Source, candidate: Candidate, scorer: WordScorer): Relation {
  const words = scorer.worthOfWords(candidate);
  const authors = source.authors.filter(({ id }) => candidate.authorIds.includes(id));
  return {
    paperId: candidate.paperId,
    score: words.reduce((sum, { worth }) => sum + worth, 0) + worthOfAuthors(authors),
    sharedTerms: words.map(({ term }) => term),
    forms: source.forms,
    sharedAuthorIds: authors.slice(0, MAX_SHARED_AUTHORS).map(({ id }) => id),
  };
}

/** Authors in common count like one word, as rare as the one who wrote least, and the more of them there are the more. */
function worthOfAuthors(authors: { weight: number }[]): number {
  return Math.max(0, ...authors.map(({ weight }) => weight)) * saturated(authors.length);
}

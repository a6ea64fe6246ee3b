import type { RequestDatabase } from '../../db/requests/request-database';
import { prepared, rowsOf } from '../../db/sql';
import { deletionsOf, isMistyped, isOneEditApart } from '../../words/spelling';
import { countOfQueryWord, queryWords, type QueryWord, termsOfWord, tokensOfWords } from '../ranking/make-plan';
import { countTokensTogether, type TokenCounts } from '../../indexing/scoring/token-counts.query';
import type { SearchQuery } from './search-query';

/** Of a longer query the other words find enough. */
const MAX_CORRECTED = 8;
/** A word that some papers have is mistyped where this many times as many have another. */
const TIMES_AS_MANY = 50;
const MAX_RARE = 2;

export interface Correction {
  /** The text with its words corrected. */
  text: string;
  /** Whether no paper has a word of the text as it was typed, so that the corrected one is searched for. */
  isNeeded: boolean;
}

/** Finds the words that were meant by words that hardly any paper has, one edit apart; null where there are none. */
export async function correctSpelling(
  database: RequestDatabase,
  query: SearchQuery,
  counts: TokenCounts,
): Promise<Correction | null> {
  const doubtful = queryWords(query)
    .map((word) => ({ ...word, paperCount: countOfQueryWord(word, counts) }))
    .filter(({ word, paperCount }) => paperCount <= MAX_RARE && isMistyped(word))
    .slice(0, MAX_CORRECTED);
  if (doubtful.length === 0) return null;

  const near = await wordsNear(database, doubtful);
  const corrections = new Map<string, string>();
  for (const { word, paperCount } of doubtful) {
    const [best] = near.filter((other) => isOneEditApart(word, other.word));
    if (best && best.paperCount > TIMES_AS_MANY * paperCount) corrections.set(word, best.word);
  }
  if (corrections.size === 0) return null;
  return {
    text: replaceWords(query.text, corrections),
    isNeeded: doubtful.some(({ word, paperCount }) => paperCount === 0 && corrections.has(word)),
  };
}

/** Words that are spelled like others, those of the most papers first. */
async function wordsNear(
  database: RequestDatabase,
  words: QueryWord[],
): Promise<{ word: string; paperCount: number }[]> {
  const deletions = words.flatMap(({ word }) => deletionsOf(word));
  const rows = await rowsOf<{ word: string }>(database, NEAR, [deletions]);
  const near = rows.map(({ word }): QueryWord => ({ word, times: 1, terms: termsOfWord(word) }));
  const counts = await countTokensTogether(database, tokensOfWords(near));
  return near
    .map((word) => ({ word: word.word, paperCount: countOfQueryWord(word, counts) }))
    .sort((one, other) => other.paperCount - one.paperCount || (one.word < other.word ? -1 : 1));
}

const MAX_NEAR = 500;
const NEAR = prepared(`
  select word from search_words where deletions && $1::integer[] limit ${MAX_NEAR}`);

/** Puts words in the place of others in a text as it was typed, whose folded form they are. */
function replaceWords(text: string, corrections: ReadonlyMap<string, string>): string {
  return text.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => corrections.get(word.toLowerCase()) ?? word);
}

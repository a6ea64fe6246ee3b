import { isAscii } from '../lib/ascii';
import { foldLetters } from '../lib/fold-letters';

/** A longer word is no word of a language; what follows is left out. */
const MAX_WORD_LENGTH = 40;

/** Words joined by hyphens. Signs behind a word tell C++ from C and C# from both. */
const WORDS_IN_A_ROW = /[\p{L}\p{M}\p{N}]+[+#]*(?:-[\p{L}\p{M}\p{N}]+[+#]*)*/gu;

export interface WordsOfText {
  /** In their order, as often as they occur. */
  words: string[];
  /** What hyphens join, in one: `pretraining` for `pre-training`, `mup` for `μP`. */
  joined: string[];
}

/**
 * The words of a text as search compares them: letters folded, TeX read, Greek letters by their names, apostrophes left
 * out, words with hyphens taken apart. Chinese and Japanese signs are a word each, since nothing parts theirs.
 */
export function wordsOf(text: string): WordsOfText {
  const words: string[] = [];
  const joined: string[] = [];
  for (const row of wordsApart(foldLetters(text, '-')).match(WORDS_IN_A_ROW) ?? []) {
    if (!row.includes('-')) {
      words.push(bounded(row));
      continue;
    }
    words.push(...row.split('-').map(bounded));
    joined.push(bounded(row.replaceAll('-', '')));
  }
  return { words, joined };
}

function wordsApart(folded: string): string {
  const apart = folded.replace(/['’](?=\p{L})/gu, '').replace(/-{2,}/g, ' ');
  return isAscii(apart) ? apart : apart.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, ' $& ');
}

function bounded(word: string): string {
  return word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH).toWellFormed() : word;
}

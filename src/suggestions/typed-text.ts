import { wordsOf } from '../words/words-of';
import { type Term, wordTerm } from '../words/term';
import { titleKey } from '../lib/title-key';

/** The first words of a long title find it. */
const MAX_WORDS = 16;

/** What somebody has typed so far, of a title, a name or a category. */
export interface TypedText {
  /** Without white space around it, in lower case. */
  text: string;
  /** How the key of a title begins that begins so. */
  titleKey: string;
  /** The words before the last one, which are whole. */
  words: string[];
  /** How the last word begins. */
  beginning: string;
}

/** Reads what was typed; null where it has neither letter nor digit. */
export function readTypedText(typed: string): TypedText | null {
  const words = wordsOf(typed).words.slice(0, MAX_WORDS);
  const beginning = words.pop();
  if (beginning === undefined) return null;
  return { text: typed.trim().toLowerCase(), titleKey: titleKey(typed), words: [...new Set(words)], beginning };
}

/** Whether a title has all words that were typed, in any form, the last one as the beginning of a word. */
export function hasTypedWords(title: string, { words, beginning }: TypedText): boolean {
  const { words: separate, joined } = wordsOf(title);
  const inTitle = [...separate, ...joined];
  const terms = new Set<Term>(inTitle.map((word) => wordTerm(word).term));
  const hasWord = (word: string) => terms.has(wordTerm(word).term);
  return words.every(hasWord) && (inTitle.some((word) => word.startsWith(beginning)) || hasWord(beginning));
}

import { pick } from '../random.mjs';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Words of six letters or more, but for TeX commands. */
const LONG_WORD = /(?<![\p{L}\p{N}\\])[A-Za-z]{6,}(?![\p{L}\p{N}])/gu;

/** What a hand does that mistypes one letter at `at`; a swap is of two letters that differ. */
const EDITS = {
  deletion: (word, at) => word.slice(0, at) + word.slice(at + 1),
  insertion: (word, at, letter) => word.slice(0, at) + letter + word.slice(at),
  substitution: (word, at, letter) => word.slice(0, at) + letter + word.slice(at + 1),
  transposition: (word, at) => word.slice(0, at) + word.slice(at + 1, at + 2) + word[at] + word.slice(at + 2),
};

/** The word with one letter left out, put in, mistaken or swapped with the next. */
export function mistyped(word, random) {
  const edits = Object.values(EDITS);
  for (;;) {
    const edit = edits[pick(random, edits.length)];
    const edited = edit(word, pick(random, word.length), LETTERS[pick(random, LETTERS.length)]);
    if (edited.toLowerCase() !== word.toLowerCase()) return edited;
  }
}

/** A text with one of its words of six letters or more mistyped; null where it has none. */
export function withMistypedWord(text, random) {
  const words = [...text.matchAll(LONG_WORD)];
  if (words.length === 0) return null;
  const { 0: word, index } = words[pick(random, words.length)];
  return text.slice(0, index) + mistyped(word, random) + text.slice(index + word.length);
}

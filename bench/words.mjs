import { pick } from './random.mjs';

const SYLLABLES = 'ba co di fu ga he jo ku la me no pi qua re sa ti vo wu xa ze'.split(' ');

/** The first words are short and frequent, as in any language. */
const VOCABULARY = Array.from({ length: 8000 }, (_, number) => spelled(number));

/** Written with syllables for digits: different numbers are different words. */
export function spelled(number) {
  let rest = number;
  let word = '';
  do {
    word += SYLLABLES[rest % SYLLABLES.length];
    rest = Math.floor(rest / SYLLABLES.length);
  } while (rest > 0);
  return word;
}

export function capitalised(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** Sentences of about so many characters. */
export function prose(random, length) {
  let text = '';
  while (text.length < length) text += `${text && ' '}${sentence(random, 8 + pick(random, 14))}.`;
  return text;
}

export function sentence(random, wordCount) {
  const words = Array.from({ length: wordCount }, () => VOCABULARY[pick(random, VOCABULARY.length, 3)]);
  return capitalised(words.join(' '));
}

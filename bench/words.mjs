import { pick } from './random.mjs';

const SYLLABLES = Array.from('bcdfghjklmnprstvwz', (consonant) =>
  Array.from('aeiou', (vowel) => consonant + vowel),
).flat();
const ENDINGS = ['', 's', 'ing', 'ed', 'al', 'ion', 'ive'];
const VOCABULARY_SIZE = 30_000;
const STEM_COUNT = 10_000;

/** Words in three forms each, the commonest first. */
const VOCABULARY = Array.from({ length: VOCABULARY_SIZE }, (_, rank) => {
  const stem = rank % STEM_COUNT;
  const form = Math.floor(rank / STEM_COUNT);
  return stemWord(stem) + ENDINGS[(stem + form) % ENDINGS.length];
});

/** Ranks as they are drawn, 1 / (rank + 10) of the time: in every language the common words are most of a text. */
const DRAWN_RANKS = drawnRanks(1 << 20);

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

/** A word that is not of the vocabulary and like no other, as names and new terms are; different numbers are different words. */
export function rareWord(number) {
  // An odd factor keeps numbers apart in 32 bits; no word of the vocabulary ends as these do.
  return spelled(Math.imul(number, 2_654_435_761) >>> 0) + 'qu';
}

/** The word of the vocabulary that is the so manieth by how often it occurs, from 0. */
export function commonWord(rank) {
  return VOCABULARY[rank];
}

export function capitalised(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** Sentences of at least so many characters. */
export function prose(random, length) {
  let text = capitalised(drawnWord(random));
  while (text.length < length) {
    text += pick(random, 14) === 0 ? `. ${capitalised(drawnWord(random))}` : ` ${drawnWord(random)}`;
  }
  return `${text}.`;
}

/** Words of at least so many characters, without a full stop. */
export function phrase(random, length) {
  let text = capitalised(drawnWord(random));
  while (text.length < length) text += ` ${drawnWord(random)}`;
  return text;
}

function drawnWord(random) {
  return VOCABULARY[DRAWN_RANKS[Math.floor(random() * DRAWN_RANKS.length)]];
}

/** The first stems are short, as in any language. */
function stemWord(stem) {
  return spelled(stem < 400 ? 90 + stem * 19 : 8100 + stem * 71);
}

function drawnRanks(size) {
  const shares = Array.from({ length: VOCABULARY_SIZE }, (_, rank) => 1 / (rank + 10));
  const sum = shares.reduce((total, share) => total + share);
  const ranks = new Uint16Array(size);
  let rank = 0;
  let reached = shares[0];
  for (let at = 0; at < size; at++) {
    while (reached / sum < (at + 0.5) / size) reached += shares[++rank];
    ranks[at] = rank;
  }
  return ranks;
}

import { pick, pickSome, randomFrom } from './random.mjs';
import { capitalised, phrase, prose, rareWord, spelled } from './words.mjs';

const FIRST_DAY = Date.UTC(2016, 0, 1);
const DAYS = 3650;
const DAY_MS = 86_400_000;
const MAX_AUTHORS = 12;
const MAX_COMMENTS = 20;
/** How many words of an abstract are in few others. */
const RARE_WORDS = 3;
export const CATEGORIES = ['cs.LG', 'cs.CL', 'cs.CV', 'cs.AI', 'stat.ML', 'math.OC', 'quant-ph', 'eess.IV'];

export const sizesOf = (paperCount) => ({
  authors: Math.ceil(paperCount / 2),
  users: Math.max(1000, Math.ceil(paperCount / 10)),
});

export const authorName = (number) => `${capitalised(spelled(number % 400))} ${capitalised(spelled(number))}`;
export const handleOf = (number) => `${spelled(number)}${number}`;

/** Synthetic papers without their texts and those of comments, the same ones for the same count, the oldest first. Numbers count from 1. */
export function* generatePapers(paperCount) {
  const sizes = sizesOf(paperCount);
  let month = '';
  let inMonth = 0;
  for (let number = 1; number <= paperCount; number++) {
    const publishedAt = FIRST_DAY + Math.floor(((number - 1) * DAYS) / paperCount) * DAY_MS;
    const publishedOn = new Date(publishedAt).toISOString().slice(0, 10);
    inMonth = publishedOn.slice(0, 7) === month ? inMonth + 1 : 1;
    month = publishedOn.slice(0, 7);
    const arxivId = `${month.slice(2).replace('-', '')}.${String(inMonth).padStart(5, '0')}`;
    yield { number, arxivId, publishedOn, ...namesOn(number, sizes), ...reactionsTo(number, publishedAt, sizes) };
  }
}

/** The title and abstract of a paper: the most of the work, so they are made only where they are needed. */
export function textsOf(number, paperCount) {
  const random = randomFrom(number + paperCount);
  // Each of these words stands in about as many papers; the paper's own is in its title as well.
  const rareWords = Array.from({ length: RARE_WORDS }, () => rareWord(1 + pick(random, paperCount)));
  return {
    title: `${phrase(random, 38 + pick(random, 38))} ${rareWord(number)}`,
    abstract: `${prose(random, 870 + pick(random, 560))} ${capitalised(rareWords.join(' '))}.`,
  };
}

/** The text of a comment on a paper, the so manieth from 0. */
export function bodyOf(number, at) {
  return prose(randomFrom(-number * MAX_COMMENTS - at), 120);
}

function namesOn(number, sizes) {
  const random = randomFrom(number);
  const authorCount = 1 + pick(random, MAX_AUTHORS, 1.5);
  return {
    categories: pickSome(random, 1 + pick(random, 3), CATEGORIES.length, 2).map((at) => CATEGORIES[at]),
    // Few people write much: the head of the numbers is picked most.
    authors: pickSome(random, authorCount, sizes.authors, 1.5).map((at) => at + 1),
  };
}

/** Most papers get a few votes and comments, some get many. */
function reactionsTo(number, publishedAt, sizes) {
  const random = randomFrom(-number);
  const later = () => new Date(publishedAt + pick(random, 300 * DAY_MS, 2)).toISOString();
  const voters = pickSome(random, pick(random, 60, 6), sizes.users);
  return {
    upvotes: voters.map((at) => ({ user: at + 1, votedAt: later() })),
    comments: Array.from({ length: pick(random, MAX_COMMENTS, 6) }, () => ({
      user: 1 + pick(random, sizes.users, 2),
      createdAt: later(),
    })),
  };
}

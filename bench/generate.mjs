import { pick, pickSome, randomFrom } from './random.mjs';
import { capitalised, prose, sentence, spelled } from './words.mjs';

const FIRST_DAY = Date.UTC(2016, 0, 1);
const DAYS = 3650;
const DAY_MS = 86_400_000;
const MAX_AUTHORS = 12;
const CATEGORIES = ['cs.LG', 'cs.CL', 'cs.CV', 'cs.AI', 'stat.ML', 'math.OC', 'quant-ph', 'eess.IV'];

export const sizesOf = (paperCount) => ({
  authors: Math.ceil(paperCount / 2),
  users: Math.max(1000, Math.ceil(paperCount / 10)),
});

export const authorName = (number) => `${capitalised(spelled(number % 400))} ${capitalised(spelled(number))}`;
export const handleOf = (number) => `${spelled(number)}${number}`;

/** Synthetic papers, the same ones for the same count, the oldest first. Numbers count from 1. */
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
    yield { number, arxivId, publishedOn, ...contentOf(number, sizes), ...reactionsTo(number, publishedAt, sizes) };
  }
}

function contentOf(number, sizes) {
  const random = randomFrom(number);
  const authorCount = 1 + pick(random, MAX_AUTHORS, 1.5);
  return {
    title: `${sentence(random, 6 + pick(random, 6))} ${spelled(number)}`,
    abstract: prose(random, 800 + pick(random, 400)),
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
    comments: Array.from({ length: pick(random, 20, 6) }, () => ({
      user: 1 + pick(random, sizes.users, 2),
      body: prose(random, 120),
      createdAt: later(),
    })),
  };
}

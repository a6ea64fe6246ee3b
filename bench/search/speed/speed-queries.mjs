import { authorName, CATEGORIES, sizesOf, textsOf } from '../../generate.mjs';
import { pick, pickSome, randomFrom } from '../../random.mjs';
import { commonWord, rareWord } from '../../words.mjs';
import { mistyped } from '../edits.mjs';

/** How many words count as common: the last of them is in one of twelve papers. */
const COMMON_WORDS = 250;
const SENTENCE_WORDS = 12;
const FUNCTION_WORDS = ['the', 'of', 'in', 'for', 'with', 'on', 'by', 'from'];
const MAX_TYPED = 12;
const FIRST_YEAR = 2016;
const YEARS = 7;

/** The kinds of queries, each a function that draws so many different questions about the generated papers. */
const KINDS = {
  'rare word': (draw) => draw.papers().map((number) => ({ query: rareWord(number) })),
  'common word': (draw) => draw.below(COMMON_WORDS).map((rank) => ({ query: commonWord(rank) })),
  'two common words': (draw) => draw.commonPairs().map((query) => ({ query })),
  sentence: (draw) => draw.papers().map((number) => ({ query: sentenceOf(draw, number) })),
  title: (draw) => draw.papers().map((number) => ({ query: titleOf(draw, number) })),
  typo: (draw) => draw.papers().map((number) => ({ query: mistyped(rareWord(number), draw.random) })),
  author: (draw) => draw.below(sizesOf(draw.paperCount).authors).map((at) => ({ query: authorName(at + 1) })),
  'deep page': (draw) => draw.papers().map((number) => ({ query: sentenceOf(draw, number), first: 100 })),
  filtered: (draw) => draw.commonPairs().map((query) => ({ query, filter: someFilter(draw.random) })),
  'suggest titles': (draw) => draw.papers().map((number) => typed(draw, titleOf(draw, number))),
  'suggest names': (draw) => draw.below(sizesOf(draw.paperCount).authors).map((at) => typed(draw, authorName(at + 1))),
  'suggest words': (draw) => draw.papers().map((number) => typed(draw, wordsOfTitle(draw, number))),
};

/** So many questions of each kind; the same ones for the same number of papers. */
export function speedQueries(paperCount, count) {
  return Object.entries(KINDS).map(([kind, questionsOf], index) => {
    const random = randomFrom(index + 1);
    const below = (bound) => pickSome(random, count, bound);
    const commonPairs = () => below(COMMON_WORDS * (COMMON_WORDS - 1)).map(commonPair);
    const papers = () => below(paperCount).map((at) => at + 1);
    return { kind, questions: questionsOf({ random, paperCount, below, papers, commonPairs }) };
  });
}

/** Each number is another pair of different words. */
function commonPair(number) {
  const one = number % COMMON_WORDS;
  const other = (one + 1 + Math.floor(number / COMMON_WORDS)) % COMMON_WORDS;
  return `${commonWord(one)} ${commonWord(other)}`;
}

const titleOf = ({ paperCount }, number) => textsOf(number, paperCount).title;

/** Two words of a title, the later one first. */
function wordsOfTitle(draw, number) {
  const [, second, third = ''] = titleOf(draw, number).split(' ');
  return `${third} ${second}`;
}

/** What somebody has typed of a text: its first 1 to 12 characters. */
function typed({ random }, text) {
  return { prefix: text.slice(0, 1 + pick(random, MAX_TYPED)), first: 10 };
}

/** Words of one abstract in the order in which they stand there, with the words between that English needs. */
function sentenceOf({ random, paperCount }, number) {
  const words = textsOf(number, paperCount)
    .abstract.toLowerCase()
    .match(/[a-z]+/g);
  const places = pickSome(random, SENTENCE_WORDS, words.length).sort((one, other) => one - other);
  return places.map((at) => `${FUNCTION_WORDS[pick(random, FUNCTION_WORDS.length)]} ${words[at]}`).join(' ');
}

function someFilter(random) {
  const year = FIRST_YEAR + pick(random, YEARS);
  return {
    categories: [CATEGORIES[pick(random, CATEGORIES.length)]],
    publishedOn: { from: `${year}-01-01`, to: `${year + 2}-12-31` },
  };
}

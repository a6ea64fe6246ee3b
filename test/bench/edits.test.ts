import { randomNumbers } from '../support/random-numbers';

type Random = () => number;
const { mistyped, withMistypedWord } = jest.requireActual<{
  mistyped: (word: string, random: Random) => string;
  withMistypedWord: (text: string, random: Random) => string | null;
}>('../../bench/search/edits.mjs');

const WORD = 'scaling';

function seeded(seed: number): Random {
  const random = randomNumbers(seed);
  return () => random(1_000_000) / 1_000_000;
}

function isOneEditAway(edited: string, word: string): boolean {
  let start = 0;
  while (start < word.length && edited[start] === word[start]) start++;
  const rest = word.slice(start);
  const editedRest = edited.slice(start);
  const isSwapped = editedRest.slice(0, 2) === [...rest.slice(0, 2)].reverse().join('');
  return (
    editedRest === rest.slice(1) ||
    editedRest.slice(1) === rest ||
    editedRest.slice(1) === rest.slice(1) ||
    (isSwapped && editedRest.slice(2) === rest.slice(2))
  );
}

describe('mistyped', () => {
  const random = seeded(1);
  const edited = Array.from({ length: 500 }, () => mistyped(WORD, random));

  it('differs from the word by one letter left out, put in, mistaken, or by two that are swapped', () => {
    expect(edited).not.toContain(WORD);
    expect(edited.filter((word) => !isOneEditAway(word, WORD))).toEqual([]);
  });

  it('does all of these', () => {
    expect(new Set(edited.map((word) => word.length))).toEqual(new Set([6, 7, 8]));
    const isSwapped = (word: string) => [...word].sort().join() === [...WORD].sort().join();
    expect(edited.some(isSwapped)).toBe(true);
    expect(edited.some((word) => word.length === WORD.length && !isSwapped(word))).toBe(true);
  });

  it('is the same for the same random numbers', () => {
    expect(mistyped(WORD, seeded(7))).toBe(mistyped(WORD, seeded(7)));
  });
});

describe('withMistypedWord', () => {
  it('mistypes one word of six letters or more and leaves the rest as it is', () => {
    const [, edited, ...rest] = withMistypedWord('Deep transformers of $\\mathbb{R}$', seeded(3))!.split(' ');
    expect(isOneEditAway(edited!, 'transformers')).toBe(true);
    expect(rest).toEqual(['of', '$\\mathbb{R}$']);
  });

  it('answers null where no word is so long', () => {
    expect(withMistypedWord('Deep nets of $\\mathbb{R}$', seeded(3))).toBeNull();
  });
});

import fc from 'fast-check';
import { deletionsOf, isOneEditApart } from '../../src/words/spelling';

const letters = fc.stringMatching(/^[a-z]{4,14}$/);

/** A word and another one that is one edit away from it. */
const edited = fc
  .tuple(letters, fc.nat(), fc.stringMatching(/^[a-z]$/), fc.constantFrom('drop', 'add', 'replace', 'swap'))
  .map(([word, place, letter, edit]) => {
    const at = place % word.length;
    const [head, tail] = [word.slice(0, at), word.slice(at + 1)];
    if (edit === 'drop') return [word, head + tail] as const;
    if (edit === 'add') return [word, head + letter + word.slice(at)] as const;
    if (edit === 'replace') return [word, head + letter + tail] as const;
    return [word, head + tail.slice(0, 1) + word.charAt(at) + tail.slice(1)] as const;
  })
  .filter(([word, other]) => word !== other);

/** The fewest edits between two words, by the textbook: with swaps of neighbours, no letter edited twice. */
function distance(word: string, other: string): number {
  const rows = Array.from({ length: word.length + 1 }, (_, i) =>
    Array.from({ length: other.length + 1 }, (__, j) => (i && j ? 0 : i + j)),
  );
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= word.length; i++) {
    for (let j = 1; j <= other.length; j++) {
      const replaced = at(i - 1, j - 1) + (word[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
      rows[i]![j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, isSwap ? at(i - 2, j - 2) + 1 : Infinity);
    }
  }
  return at(word.length, other.length);
}

describe('words one edit apart', () => {
  it('share a number of theirs', () => {
    fc.assert(
      fc.property(edited, ([word, other]) => {
        const numbers = new Set(deletionsOf(word));
        expect(deletionsOf(other).some((number) => numbers.has(number))).toBe(true);
      }),
    );
  });

  it('are told from others', () => {
    fc.assert(fc.property(edited, ([word, other]) => expect(isOneEditApart(word, other)).toBe(true)));
    const few = fc.stringMatching(/^[ab]{0,6}$/);
    fc.assert(
      fc.property(few, few, (word, other) => expect(isOneEditApart(word, other)).toBe(distance(word, other) === 1)),
      { numRuns: 2000 },
    );
  });
});

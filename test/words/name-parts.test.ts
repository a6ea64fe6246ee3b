import fc from 'fast-check';
import { namePartsOf, namePartsSought } from '../../src/words/name-parts';
import { wordsOf } from '../../src/words/words-of';

function isFound(name: string, query: string): boolean {
  const parts = new Set(namePartsOf(name));
  return namePartsSought(query).every((oneOf) => oneOf.some((part) => parts.has(part)));
}

const letter = fc.constantFrom(...'abcdeyzABYÅéßøŁıŒиЯ한ñ');
const word = fc
  .tuple(letter, fc.string({ unit: fc.oneof(letter, fc.constantFrom('-', '’', "'")), maxLength: 20 }), letter)
  .map((letters) => letters.join(''));
const initial = letter.map((sign) => `${sign}.`);
const namePart = fc.oneof(word, initial);
const bounds = { minLength: 1, maxLength: 5 };
const countsWholly = (text: string) => wordsOf(text).words.length <= 16;
const anyText = fc.string({ unit: 'binary', maxLength: 100 });

describe('namePartsOf', () => {
  it.each([
    ['Li Y', ['l', 'li', 'y', 'y.l', 'y.li']],
    ['Y. A. Li', ['y', 'a', 'l', 'li', 'y.a', 'y.l', 'y.li', 'a.l', 'a.li']],
    ['Jo-Al', ['j', 'jo', 'a', 'al', 'joa', 'joal']],
    ['O’Ä', ['o', 'oa']],
    ['山田', ['山', '田']],
    ['?', []],
  ])('makes of %j the parts %j', (text, parts) => {
    expect(namePartsOf(text)).toEqual(parts);
  });

  it('is bounded, well-formed and without white space, whatever the name', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const part of namePartsOf(text)) {
          expect(part).toMatch(/^\S+$/);
          expect(part.isWellFormed()).toBe(true);
        }
      }),
    );
    const words = Array.from({ length: 1000 }, (_, index) => `${String.fromCharCode(97 + (index % 26))} x${index}`);
    const longest = namePartsOf(words.join(' ').repeat(10));
    expect(longest.length).toBeLessThan(1500);
    expect(namePartsOf('ß'.repeat(10_000))).toHaveLength(16);
  });
});

describe('namePartsSought', () => {
  it('finds a name by each of its words and each beginning of it', () => {
    fc.assert(
      fc.property(fc.array(namePart, bounds), (words) => {
        const whole = words.join(' ');
        fc.pre(countsWholly(whole));
        for (const part of words) {
          for (let length = 1; length <= part.length; length++) {
            expect([whole, part.slice(0, length), isFound(whole, part.slice(0, length))]).toContain(true);
          }
        }
      }),
    );
  });

  it('finds a name by its words in any order, some by their beginnings or initials', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(namePart, fc.integer({ min: 1, max: 30 }), fc.nat()), bounds), (given) => {
        const whole = given.map(([part]) => part).join(' ');
        fc.pre(countsWholly(whole));
        const turned = [...given].sort(([, , one], [, , other]) => one - other);
        const query = turned.map(([part, length]) => part.slice(0, length)).join(', ');
        expect(isFound(whole, query)).toBe(true);
      }),
    );
  });

  it('finds any text by itself', () => {
    fc.assert(fc.property(anyText, (text) => isFound(text, text)));
  });

  it('finds initials by a given name beside the family name', () => {
    fc.assert(
      fc.property(word, word, (given, family) => {
        const [first = '', ...others] = wordsOf(given).words;
        fc.pre(others.length === 0 && /^\p{LC}./u.test(first));
        fc.pre(wordsOf(family).words.some((one) => one.length > 1));
        expect(isFound(`${first.charAt(0)}. ${family}`, `${given} ${family}`)).toBe(true);
      }),
    );
  });

  it('has no more than eight lists, each short', () => {
    const sought = namePartsSought('word-'.repeat(40) + 'ab cd ef gh ij kl mn op qr st');
    expect(sought).toHaveLength(8);
    for (const oneOf of sought) expect(oneOf.length).toBeLessThan(20);
  });

  it.each(['', ' ', '-', "'", '%_\\', '😀', '\0', '"'])('is empty for %j', (query) => {
    expect(namePartsSought(query)).toEqual([]);
  });
});

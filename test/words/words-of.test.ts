import fc from 'fast-check';
import { wordsOf } from '../../src/words/words-of';

const words = (text: string) => wordsOf(text).words;

describe('wordsOf', () => {
  it.each([
    ['Attention Is All You Need', ['attention', 'is', 'all', 'you', 'need']],
    ['Å ångström, naïve façade', ['a', 'angstrom', 'naive', 'facade']],
    ['Straße STRASSE', ['strasse', 'strasse']],
    ["O'Brien’s don't", ['obriens', 'dont']],
    ['C, C++, C# and F#', ['c', 'c++', 'c#', 'and', 'f#']],
    ['GPT-4o (2024)', ['gpt', '4o', '2024']],
    ['深度学习 deep', ['深', '度', '学', '习', 'deep']],
    ['ﬁne ²', ['fine', '2']],
    ['a--b — c', ['a', 'b', 'c']],
    ['', []],
    ['?!… $$', []],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('names Greek letters, whether printed, typed or in TeX, apart from what stands beside them', () => {
    for (const text of ['μP', '$\\mu$P', '$μ$P', 'mu-P']) {
      expect(wordsOf(text)).toEqual({ words: ['mu', 'p'], joined: ['mup'] });
    }
    expect(words('$\\alpha$-divergence')).toEqual(['alpha', 'divergence']);
  });

  it('also joins what hyphens part', () => {
    expect(wordsOf('State-of-the-art pre-training')).toEqual({
      words: ['state', 'of', 'the', 'art', 'pre', 'training'],
      joined: ['stateoftheart', 'pretraining'],
    });
  });

  it('answers words without spaces or capitals, at most 40 characters each, of whatever text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { words: apart, joined } = wordsOf(text.toWellFormed());
        for (const word of [...apart, ...joined]) {
          expect(word.length).toBeGreaterThan(0);
          expect(word.length).toBeLessThanOrEqual(40);
          expect(word).not.toMatch(/\s|[A-Z]/);
          expect(word.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('reads a word alone as it does among others', () => {
    const word = fc.stringMatching(/^[a-zà-öø-ÿα-ω]{1,12}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (list) => {
        expect(words(list.join(' '))).toEqual(list.flatMap(words));
      }),
    );
  });
});

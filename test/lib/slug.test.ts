import fc from 'fast-check';
import { asciiWords, slugOf } from '../../src/lib/slug';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('slugOf', () => {
  it.each([
    ['Attention Is All You Need', 'attention-is-all-you-need'],
    ['Scaling Diffusion Transformers Efficiently via $μ$P', 'scaling-diffusion-transformers-efficiently-via-mup'],
    ['Spectral Condition for μP under Width-Depth Scaling', 'spectral-condition-for-mup-under-width-depth-scaling'],
    ['AM$^3$Safety: Towards Alignment', 'am3safety-towards-alignment'],
    ['Benchmark^2 and V_{0.5} by LLM_annotate', 'benchmark2-and-v0-5-by-llm-annotate'],
    ['$\\ell_1$ Relaxations of $\\mathcal{O}(n^2)$', 'l1-relaxations-of-o-n2'],
    ['An \\alpha beta of {GPT}s', 'an-alpha-beta-of-gpts'],
    ["Don’t “quote” L'été — or do", 'dont-quote-lete-or-do'],
    ['∞-former', 'infty-former'],
  ])('makes %j the address %j', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });

  it.each([
    ['Ångström, Straße, Łódź, Søren', 'angstrom-strasse-lodz-soren'],
    ['Padé Neurons in Yorùbá', 'pade-neurons-in-yoruba'],
    ['深度学习', 'shen-du-xue-xi'],
    ['Привет мир', 'privet-mir'],
    ['Ελληνικά', 'ellinika'],
    ['논문', 'nonmun'],
  ])('transliterates %j', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });

  it('reads accents written in TeX', () => {
    expect(slugOf('Schr\\"odinger {\\v{S}}koda Stra\\ss e Erd\\H{o}s')).toBe('schrodinger-skoda-strasse-erdos');
  });

  it.each(['', '???', '😀', '$$', '\ud800'])('is `paper` where %j leaves nothing', (title) => {
    expect(slugOf(title)).toBe('paper');
  });

  it('is cut between words at 80 characters', () => {
    const tenWords = Array(10).fill('eightchr').join(' ');
    expect(slugOf(tenWords)).toBe(Array(9).fill('eightchr').join('-'));
    expect(slugOf(`a ${tenWords}`)).toBe(`a-${Array(8).fill('eightchr').join('-')}`);
  });

  it('cuts a word that alone is too long', () => {
    expect(slugOf('x'.repeat(200))).toBe('x'.repeat(80));
  });

  it('is always an address, and its own slug', () => {
    fc.assert(
      fc.property(anyText, (title) => {
        const slug = slugOf(title);
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(80);
        expect(slugOf(slug)).toBe(slug);
      }),
    );
  });
});

describe('asciiWords', () => {
  it('is empty where nothing can be read', () => {
    expect(asciiWords('— ?!')).toEqual([]);
  });
});

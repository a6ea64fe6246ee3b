import fc from 'fast-check';
import { titleKey } from '../../src/lib/title-key';

function sameKey(...titles: string[]): void {
  const [first = '', ...others] = titles.map(titleKey);
  for (const other of others) expect(other).toBe(first);
}

function differentKeys(...titles: string[]): void {
  expect(new Set(titles.map(titleKey)).size).toBe(titles.length);
}

describe('titleKey', () => {
  it('agrees on Greek letters and their TeX', () => {
    sameKey('$\\mu$P', '$μ$P', 'μP', 'µP', 'muP', '\\mu P', '$\\mu\\mathrm{P}$', '𝜇P');
    sameKey('$\\varphi$', '\\phi', 'ϕ', 'φ', 'Φ', 'phi');
    sameKey('Σ-ΟΔΟΣ', 'σ-οδος', 'Σ-ΌΔΟΣ');
  });

  it('agrees on TeX and what it prints', () => {
    sameKey('Schr\\"odinger', 'Schr{\\"{o}}dinger', 'Schrödinger', 'SCHRODINGER');
    sameKey('AM$^3$Safety', 'AM³Safety', 'AM3Safety', 'AM^3 Safety');
    sameKey('\\textbf{Bold} $\\mathcal{O}(n^2)$', 'Bold O(n²)', 'bold 𝒪(n^{2})');
    sameKey('4$\\times$ Faster', '4× faster', '4x faster');
    sameKey('$\\infty$-Former', '∞-former');
    sameKey('$P \\neq NP$', 'P ≠ NP', 'P \\ne NP');
  });

  it('does not depend on punctuation, spaces, quotes, accents or case', () => {
    sameKey('“Don’t” — Text-to-Image', "'Dont' text  to\nimage", 'DON\'T: "Text to Image".');
    sameKey('Straße', 'STRASSE', 'strasse');
    sameKey('Łukasz Søren Ångström ﬁt', 'lukasz soren angstrom fit');
    sameKey('Cafe\u0301', 'Café', 'cafe');
    sameKey('Text→Image', 'Text -> Image', 'Text $\\to$ Image');
    sameKey('$\\sim$10', '~10', '∼10');
    sameKey('I ❤\ufe0f Qurʾān', 'I ❤ Quran');
  });

  it('tells titles apart that differ in what they say', () => {
    differentKeys('C', 'C++', 'C#', 'C*');
    differentKeys('P = NP', 'P ≠ NP');
    differentKeys('former', '∞-former');
    differentKeys('Part 1', 'Part 2', 'Part II');
    differentKeys('\\method: fast', '\\system: fast');
  });

  it('keeps letters and their marks in every script', () => {
    differentKeys('深度学习', '深度学', 'Deep');
    differentKeys('कि', 'की', 'क');
    differentKeys('かく', 'がく');
    differentKeys('и', 'й');
    expect(titleKey('深度 学习！')).toBe('深度学习');
  });

  it('is the text itself where nothing is left', () => {
    expect(titleKey('???')).toBe('???');
    expect(titleKey(' ？ \n\u0000 ! ')).toBe('? !');
    expect(titleKey('$$')).toBe('$$');
  });

  it('is bounded, and still tells long titles apart', () => {
    const long = '学'.repeat(5000);
    expect(titleKey(long)).toHaveLength(800);
    expect(Buffer.byteLength(titleKey(long))).toBeLessThan(2704);
    differentKeys(long, `${long}习`);
    expect(titleKey('𠀀'.repeat(5000)).isWellFormed()).toBe(true);
  });

  it('is its own key, bounded, and storable, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const key = titleKey(title);
        expect(key.length).toBeLessThanOrEqual(1000);
        expect(key).not.toMatch(/[\0\p{Cs}]/u);
        expect(titleKey(`  ${title}\t`)).toBe(key);
      }),
    );
  });
});

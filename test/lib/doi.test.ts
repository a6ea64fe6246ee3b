import fc from 'fast-check';
import { parseDoi } from '../../src/lib/doi';

const dois = fc
  .tuple(fc.stringMatching(/^\d{4,9}$/), fc.stringMatching(/^[a-z0-9._;()<>:%#?/-]{1,40}$/))
  .map(([registrant, suffix]) => `10.${registrant}/${suffix}`);

describe('parseDoi', () => {
  it('gives one DOI in any spelling the same form', () => {
    const spell = fc.constantFrom<(doi: string) => string>(
      (doi) => doi,
      (doi) => doi.toUpperCase(),
      (doi) => `doi:${doi}`,
      (doi) => ` DOI: ${doi}\n`,
      (doi) => `https://doi.org/${encodeURIComponent(doi)}`,
      (doi) => `http://dx.doi.org/${encodeURIComponent(doi)}?nosfx=y`,
      (doi) => `doi.org/${encodeURIComponent(doi)}#top`,
    );
    fc.assert(fc.property(dois, spell, (doi, spelled) => expect(parseDoi(spelled(doi))).toBe(doi)));
  });

  it('lowers the case of ASCII letters alone', () => {
    expect(parseDoi('10.1000/ABCÄ')).toBe('10.1000/abcÄ');
  });

  it.each([
    ['nothing', ''],
    ['no suffix', '10.1000/'],
    ['a registrant of three digits', '10.100/abc'],
    ['a registrant of ten digits', '10.1234567890/abc'],
    ['a space inside', '10.1000/ab c'],
    ['an encoded space', 'https://doi.org/10.1000/ab%20c'],
    ['a NUL character', '10.1000/ab\0c'],
    ['half of a surrogate pair', '10.1000/ab\ud800c'],
    ['broken percent encoding', 'https://doi.org/10.1000/%E0%A4%A'],
    ['another site', 'https://example.org/10.1000/abc'],
    ['256 characters', '10.1000/' + 'a'.repeat(248)],
  ])('answers null for %s', (_, text) => {
    expect(parseDoi(text)).toBeNull();
  });

  it('reads 255 characters', () => {
    const doi = '10.1000/' + 'a'.repeat(247);
    expect(parseDoi(doi)).toBe(doi);
  });
});

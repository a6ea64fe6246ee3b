import fc from 'fast-check';
import { parseArxivId } from '../../src/lib/arxiv-id';

const twoDigits = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((value) => String(value).padStart(2, '0'));

const newIds = fc
  .tuple(twoDigits(15, 99), twoDigits(1, 12), fc.integer({ min: 1, max: 99_999 }))
  .map(([year, month, number]) => `${year}${month}.${String(number).padStart(5, '0')}`);

const oldIds = fc
  .tuple(fc.constantFrom('hep-th', 'math', 'cs', 'cond-mat'), twoDigits(92, 99), twoDigits(1, 12), twoDigits(1, 99))
  .map(([archive, year, month, number]) => `${archive}/${year}${month}0${number}`);

const prefixes = fc.constantFrom(
  '',
  'arXiv:',
  'ARXIV: ',
  'http://arxiv.org/abs/',
  'https://www.arxiv.org/pdf/',
  'https://export.arxiv.org/html/',
  'arxiv.org/abs/',
  'https://huggingface.co/papers/',
  '10.48550/arXiv.',
  'doi:10.48550/arXiv.',
  'https://doi.org/10.48550/arXiv.',
);

describe('parseArxivId', () => {
  it('gives one id in any spelling the same canonical form', () => {
    const suffixes = fc.constantFrom('', 'v1', 'v12', '.pdf', 'v2.pdf', '/', '?context=cs', '#S1', ' [cs.CL]');
    const space = fc.constantFrom('', ' ', '\n\t');
    fc.assert(
      fc.property(fc.oneof(newIds, oldIds), prefixes, suffixes, space, (id, prefix, suffix, around) => {
        expect(parseArxivId(around + prefix + id + suffix + around)).toBe(id);
      }),
    );
  });

  it.each([
    ['0704.0001', '0704.0001'],
    ['1412.9999v3', '1412.9999'],
    ['1501.00001', '1501.00001'],
    ['math.GT/0309136', 'math/0309136'],
    ['cs.AI/0601001v2', 'cs/0601001'],
    ['cond-mat.str-el/9901001', 'cond-mat/9901001'],
    ['HEP-TH/9901001', 'hep-th/9901001'],
    ['https://arxiv.org/abs/hep-th%2F9901001', 'hep-th/9901001'],
  ])('reads %s as %s', (text, id) => {
    expect(parseArxivId(text)).toBe(id);
  });

  it.each([
    ['nothing', ''],
    ['a month 13', '2613.00467'],
    ['a month 0', '2600.00467'],
    ['four digits where five are due', '1501.0001'],
    ['five digits where four were', '1412.00001'],
    ['a month before the new style', '0703.0001'],
    ['number zero', '2606.00000'],
    ['version zero', '2606.00467v0'],
    ['an unknown archive', 'heaven/9901001'],
    ['an old id after the old style', 'math/0704001'],
    ['an id inside other text', 'see 2606.00467 there'],
    ['two ids', '2606.00467 2606.00468'],
    ['another site', 'https://example.org/abs/2606.00467'],
    ['another site that ends like arXiv', 'https://notarxiv.org/abs/2606.00467'],
    ['other digits', '２６０６.00467'],
    ['a text that is far too long', 'arXiv:2606.00467' + ' '.repeat(300)],
  ])('answers null for %s', (_, text) => {
    expect(parseArxivId(text)).toBeNull();
  });

  it('never throws, and what it answers it reads again as the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), newIds, oldIds), (text) => {
        const id = parseArxivId(text);
        if (id !== null) expect(parseArxivId(id)).toBe(id);
      }),
    );
  });
});

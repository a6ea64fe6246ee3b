import fc from 'fast-check';
import { parseOrcid } from '../../src/lib/orcid';

/** Two of the identifiers that ORCID's own documentation prints, one of them with X as the check digit. */
const CARBERRY = '0000-0002-1825-0097';
const WITH_X = '0000-0002-1694-233X';

describe('parseOrcid', () => {
  it.each([CARBERRY, WITH_X])('reads %s in any spelling', (orcid) => {
    const spellings = [
      orcid,
      orcid.toLowerCase(),
      orcid.replaceAll('-', ''),
      ` https://orcid.org/${orcid}\n`,
      `http://www.orcid.org/${orcid}/`,
      `orcid.org/${orcid}`,
      `ORCID: ${orcid}`,
      `ORCID iD ${orcid}`,
    ];
    expect(spellings.map(parseOrcid)).toEqual(spellings.map(() => orcid));
  });

  it('refuses every identifier with one digit changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 18 }), fc.integer({ min: 0, max: 9 }), (at, digit) => {
        fc.pre(CARBERRY[at] !== '-' && CARBERRY[at] !== String(digit));
        expect(parseOrcid(CARBERRY.slice(0, at) + String(digit) + CARBERRY.slice(at + 1))).toBeNull();
      }),
    );
  });

  it.each(['', '0000-0002-1825-009', '0000-0002-1825-00977', 'X000-0002-1825-0097', `https://example.org/${CARBERRY}`])(
    'answers null for "%s"',
    (text) => {
      expect(parseOrcid(text)).toBeNull();
    },
  );
});

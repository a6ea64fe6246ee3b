import { foldText } from '../../src/lib/fold-text';

describe('foldText', () => {
  it('makes any run of white space one space and drops it at the ends', () => {
    expect(foldText(' \t Ada\u00a0 \r\n Lovelace \u2003')).toBe('Ada Lovelace');
  });

  it('composes letters with their marks', () => {
    expect(foldText('Rapha\u0065\u0308l')).toBe('Rapha\u00ebl');
  });

  it('keeps letters that merely look alike apart', () => {
    expect(foldText('ﬁeld')).toBe('ﬁeld');
  });
});

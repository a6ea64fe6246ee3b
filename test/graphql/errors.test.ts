import { quoted } from '../../src/graphql/errors';

describe('quoted', () => {
  it('quotes what is short whole', () => {
    expect(quoted('a "b"\n')).toBe('"a \\"b\\"\\n"');
    expect(quoted(undefined)).toBe('undefined');
  });

  it.each([0, 1])('cuts what is long at 80 characters, and no character in two, after %d others', (before) => {
    const text = quoted('x'.repeat(before) + '🦜'.repeat(100));
    expect(text.length).toBeLessThanOrEqual(80);
    expect(text).toMatch(/🦜…$/);
    expect(text.isWellFormed()).toBe(true);
  });
});

import { crc32 } from 'node:zlib';
import { createAccessTokenSecret, hashAccessToken, isWellFormedAccessToken } from '../../src/access/access-token';

/** Its checksum was computed by another implementation of CRC-32, Python's. */
const EXAMPLE = 'dp_ExampleExampleExampleExampleEx1yaZkx';

describe('createAccessTokenSecret', () => {
  it('makes well-formed tokens of 39 characters, each another one', () => {
    const secrets = Array.from({ length: 500 }, createAccessTokenSecret);
    expect(new Set(secrets).size).toBe(500);
    for (const secret of secrets) {
      expect(secret).toMatch(/^dp_[0-9A-Za-z]{36}$/);
      expect(isWellFormedAccessToken(secret)).toBe(true);
    }
  });

  it('ends in the CRC-32 of the rest in base 62', () => {
    const secret = createAccessTokenSecret();
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const checksum = Array.from(secret.slice(33)).reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
    expect(checksum).toBe(crc32(secret.slice(0, 33)));
  });

  it('draws every character with the same probability', () => {
    const counts = new Map<string, number>();
    const drawn = Array.from({ length: 4000 }, () => createAccessTokenSecret().slice(3, 33)).join('');
    for (const character of drawn) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 61 degrees of freedom: chi-square passes 140 by chance once in 20 million runs; bytes modulo 62 would give 790.
    const expected = drawn.length / 62;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(140);
  });
});

describe('isWellFormedAccessToken', () => {
  it('accepts an example of the documented format', () => {
    expect(isWellFormedAccessToken(EXAMPLE)).toBe(true);
  });

  it('refuses a token with any one character changed', () => {
    for (let index = 0; index < EXAMPLE.length; index += 1) {
      const other = EXAMPLE[index] === 'x' ? 'y' : 'x';
      expect(isWellFormedAccessToken(EXAMPLE.slice(0, index) + other + EXAMPLE.slice(index + 1))).toBe(false);
    }
  });

  it.each(['', 'dp_', EXAMPLE.slice(0, -1), `${EXAMPLE}0`, ` ${EXAMPLE}`, `${EXAMPLE}\n`, EXAMPLE.toLowerCase()])(
    'refuses %j',
    (text) => {
      expect(isWellFormedAccessToken(text)).toBe(false);
    },
  );
});

describe('hashAccessToken', () => {
  it('is the SHA-256 of the secret', () => {
    expect(hashAccessToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

import { createHash } from 'node:crypto';
import { createAccessTokenSecret } from '../../../src/access/access-token';
import { SecretFinder } from './secret-finder';

const TOKEN = createAccessTokenSecret();
const PASSWORD = 'p@ss/word & "more"';
const SIGNATURE = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const finder = new SecretFinder([TOKEN, PASSWORD, `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.${SIGNATURE}`]);

const linesIn = (text: string) => finder.linesIn(Buffer.from(text));
const authorizationHeader = (start: string) => `{"${start}authorization":"Bearer ${TOKEN}"}`;

describe('SecretFinder', () => {
  it.each([
    ['plain', TOKEN],
    ['as a word of JSON', JSON.stringify({ token: `Bearer ${TOKEN}` })],
    ['in hexadecimal', Buffer.from(TOKEN).toString('hex')],
    ['in hexadecimal of capitals', Buffer.from(TOKEN).toString('hex').toUpperCase()],
    ['in base64', Buffer.from(TOKEN).toString('base64')],
    ['inside of base64', Buffer.from(authorizationHeader('')).toString('base64')],
    ['inside of base64, a byte later', Buffer.from(authorizationHeader('x')).toString('base64')],
    ['inside of base64url, two bytes later', Buffer.from(authorizationHeader('xy')).toString('base64url')],
    ['percent-encoded', encodeURIComponent(PASSWORD)],
    ['in base64url, with characters of its own', Buffer.from(`?>${PASSWORD}`).toString('base64url')],
    ['by its signature', `the signature ${SIGNATURE} is wrong`],
  ])('finds a secret %s', (_how, text) => {
    expect(linesIn(`one\n${text}\nthree ${text} ${text}`)).toEqual([2, 3]);
  });

  it.each([
    ['its hash', createHash('sha256').update(TOKEN).digest('hex')],
    ['all of it but a letter', TOKEN.slice(0, -1)],
    ['who a JWT is of', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ'],
    ['nothing', ''],
  ])('does not take %s for the secret', (_what, text) => {
    expect(linesIn(text)).toEqual([]);
  });
});

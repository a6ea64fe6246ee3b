import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'dp_';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 30 characters of log2(62) = 5.95 bits are 178 random bits. */
const RANDOM_LENGTH = 30;
/** 62^6 is more than 2^32, so that every CRC-32 fits. */
const CHECKSUM_LENGTH = 6;
const WELL_FORMED = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/**
 * A new secret, 39 characters: `dp_`, 30 random characters of the alphabet `0-9A-Za-z`, and 6 characters of checksum.
 *
 * For authors of secret scanners: match `\bdp_[0-9A-Za-z]{36}\b`, take the CRC-32 (IEEE, as in zlib) of the first 33
 * ASCII characters, prefix included, write it in base 62 with the digits `0-9A-Za-z` in this order, most significant
 * first, padded with `0` to 6 characters, and compare with the last 6. A match is one of our tokens or made to look
 * like one; by chance it happens once in 4 billion.
 */
export function createAccessTokenSecret(): string {
  const body = PREFIX + randomBase62(RANDOM_LENGTH);
  return body + checksumOf(body);
}

/** Whether the text has the form and the checksum of a token; says nothing of whether it was ever given out. */
export function isWellFormedAccessToken(text: string): boolean {
  if (!WELL_FORMED.test(text)) return false;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return text.slice(-CHECKSUM_LENGTH) === checksumOf(body);
}

/** SHA-256 of the secret. A plain hash is enough, and cheap on each request: nobody guesses 178 random bits. */
export function hashAccessToken(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let checksum = '';
  while (checksum.length < CHECKSUM_LENGTH) {
    checksum = BASE62.charAt(rest % 62) + checksum;
    rest = Math.floor(rest / 62);
  }
  return checksum;
}

/** Bytes from 248 = 4 · 62 on are thrown away: taking them modulo 62 would make the first characters likelier. */
function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    const fair = randomBytes(length).filter((byte) => byte < 248);
    text += Array.from(fair, (byte) => BASE62.charAt(byte % 62)).join('');
  }
  return text.slice(0, length);
}

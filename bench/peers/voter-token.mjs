import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** How many people of the yardstick's data set vote; the last ones by number. */
export const VOTER_COUNT = 5000;

/** The access token of a voter, in the form of src/access/access-token.ts: secret to nobody, so of use to a bench alone. */
export function voterToken(userId) {
  const digest = createHash('sha256').update(`voter ${userId}`).digest();
  const body = `dp_${Array.from(digest.subarray(0, 30), (byte) => BASE62[byte % 62]).join('')}`;
  return body + checksumOf(body);
}

export function hashOfVoterToken(userId) {
  return createHash('sha256').update(voterToken(userId)).digest();
}

function checksumOf(body) {
  let rest = crc32(body);
  let checksum = '';
  while (checksum.length < 6) {
    checksum = BASE62[rest % 62] + checksum;
    rest = Math.floor(rest / 62);
  }
  return checksum;
}

import { createHash } from 'node:crypto';
import { foldLetters } from './fold-letters';
import { foldText } from './fold-text';

/** In UTF-8 at most 2,400 bytes, so that a key fits into an entry of a PostgreSQL index, which holds 2,704. */
const MAX_KEY_LENGTH = 800;

/** Signs that tell titles apart: C++ and C, C# and C, A* and A. */
const WORDS_AND_TELLING_SIGNS = /(?:\p{L}\p{M}*|\p{N}|[+#*])+/gu;

/**
 * What two records of the same paper agree on, however a source prints its title: letters, digits and telling signs
 * in folded case, with no accents, TeX, punctuation or spaces, Greek letters and signs of mathematics by their names.
 * A title that has none of these is its own text in NFKC. At most 800 characters; a longer key ends in its hash.
 */
export function titleKey(title: string): string {
  const key = foldLetters(title).match(WORDS_AND_TELLING_SIGNS)?.join('');
  return bounded(key ?? foldText(title.normalize('NFKC').replace(/[\p{Cc}\p{Cs}]/gu, ' ')));
}

function bounded(key: string): string {
  if (key.length <= MAX_KEY_LENGTH) return key;
  const hash = createHash('sha256').update(key).digest('hex');
  return key.slice(0, MAX_KEY_LENGTH - hash.length).replace(/[\ud800-\udbff]$/, '') + hash;
}

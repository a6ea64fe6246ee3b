import { createHash } from 'node:crypto';
import { transliterate } from 'transliteration';
import { isAscii } from './ascii';
import { foldText } from './fold-text';
import { plainTextOfTex } from './tex-reading';
import { spokenNameOf, symbolCommand } from './tex-symbols';

/** In UTF-8 at most 2,400 bytes, so that a key fits into an entry of a PostgreSQL index, which holds 2,704. */
const MAX_KEY_LENGTH = 800;

/** Signs that tell titles apart: C++ and C, C# and C, A* and A. */
const WORDS_AND_TELLING_SIGNS = /(?:\p{L}\p{M}*|\p{N}|[+#*])+/gu;

/** Apostrophe-like signs that Unicode counts as letters, as in `Qurʾān`. */
const MODIFIER_LETTERS = /[\u02b9-\u02ff]/g;

/** Signs of mathematics that sources also print as punctuation, such as `->`, `~` and `·`, and so say nothing. */
const PUNCTUATION_COMMAND = /arrow$|^(?:sim|cdots?)$/;

/**
 * What two records of the same paper agree on, however a source prints its title: letters, digits and telling signs
 * in folded case, with no accents, TeX, punctuation or spaces, Greek letters and signs of mathematics by their names.
 * A title that has none of these is its own text in NFKC. At most 800 characters; a longer key ends in its hash.
 */
export function titleKey(title: string): string {
  const folded = withoutAccents(foldCase(plainTextOfTex(title).normalize('NFKC')));
  const key = withSignsNamed(folded).match(WORDS_AND_TELLING_SIGNS)?.join('');
  return bounded(key ?? foldText(title.normalize('NFKC').replace(/[\p{Cc}\p{Cs}]/gu, ' ')));
}

/** By way of the capitals, because some are several letters: `ß` is `SS` is `ss`. */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/** Marks of other scripts stay: in Hindi, Thai or Japanese they are part of what a word says. */
function withoutAccents(text: string): string {
  if (isAscii(text)) return text;
  return text
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
    .replace(/(?![a-z])\p{Script=Latin}/gu, (letter) => transliterate(letter).toLowerCase() || letter)
    .replace(MODIFIER_LETTERS, '')
    .normalize('NFC');
}

function withSignsNamed(text: string): string {
  return text
    .replaceAll('×', 'x')
    .replace(/[∗⋆★]/g, '*')
    .replace(/[\p{Script=Greek}\p{Sm}]/gu, nameOfSign);
}

function nameOfSign(sign: string): string {
  return PUNCTUATION_COMMAND.test(symbolCommand(sign) ?? '') ? '' : (spokenNameOf(sign) ?? sign);
}

function bounded(key: string): string {
  if (key.length <= MAX_KEY_LENGTH) return key;
  const hash = createHash('sha256').update(key).digest('hex');
  return key.slice(0, MAX_KEY_LENGTH - hash.length).replace(/[\ud800-\udbff]$/, '') + hash;
}

import { transliterate } from 'transliteration';
import { isAscii } from './ascii';
import { plainTextOfTex } from './tex-reading';
import { spokenNameOf, symbolCommand } from './tex-symbols';

/** Apostrophe-like signs that Unicode counts as letters, as in `Qurʾān`. */
const MODIFIER_LETTERS = /[\u02b9-\u02ff]/g;

/** Signs of mathematics that sources also print as punctuation, such as `->`, `~` and `·`, and so say nothing. */
const PUNCTUATION_COMMAND = /arrow$|^(?:sim|cdots?)$/;

/**
 * A text as it is compared, whatever it was typed with: folded case, no accents on Latin and Greek letters, no TeX, Greek
 * letters and signs of mathematics by their names, each with `beside` on both of its sides.
 */
export function foldLetters(text: string, beside = ''): string {
  const plain = /[\\$^_{}]/.test(text) ? plainTextOfTex(text) : text;
  if (isAscii(plain)) return plain.toLowerCase();
  return withSignsNamed(withoutAccents(foldCase(plain.normalize('NFKC'))), beside);
}

/** By way of the capitals, because some are several letters: `ß` is `SS` is `ss`. */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/** Marks of other scripts stay: in Hindi, Thai or Japanese they are part of what a word says. */
function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
    .replace(/(?![a-z])\p{Script=Latin}/gu, (letter) => transliterate(letter).toLowerCase() || letter)
    .replace(MODIFIER_LETTERS, '')
    .normalize('NFC');
}

function withSignsNamed(text: string, beside: string): string {
  return text
    .replaceAll('×', 'x')
    .replace(/[∗⋆★]/g, '*')
    .replace(/[\p{Script=Greek}\p{Sm}]/gu, (sign) => nameOfSign(sign, beside));
}

function nameOfSign(sign: string, beside: string): string {
  if (PUNCTUATION_COMMAND.test(symbolCommand(sign) ?? '')) return '';
  const name = spokenNameOf(sign);
  return name === undefined ? sign : beside + name + beside;
}

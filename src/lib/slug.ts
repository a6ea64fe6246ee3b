import { transliterate } from 'transliteration';
import { isAscii } from './ascii';
import { plainTextOfTex } from './tex-reading';
import { spokenNameOf } from './tex-symbols';

/** Long enough for the words that tell papers apart, short enough for an address that is read aloud or mailed. */
const MAX_SLUG_LENGTH = 80;

/** One Greek letter is a name (`μP`), several are a word, which is transliterated. */
const LONE_GREEK_OR_SIGN = /(?<!\p{Script=Greek})\p{Script=Greek}(?!\p{Script=Greek})|∞/gu;

/**
 * A title as part of an address: lower-case ASCII words joined by `-`, at most 80 characters, `paper` where no word is
 * left. Two titles may have the same slug.
 */
export function slugOf(title: string): string {
  const words = asciiWords(title);
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (longer.length > MAX_SLUG_LENGTH) break;
    slug = longer;
  }
  return slug || words[0]?.slice(0, MAX_SLUG_LENGTH) || 'paper';
}

/** The words of a text in any script as lower-case ASCII letters and digits, TeX read as what it prints. */
export function asciiWords(text: string): string[] {
  const spelled = plainTextOfTex(text)
    .normalize('NFKC')
    .replace(LONE_GREEK_OR_SIGN, (symbol) => spokenNameOf(symbol) ?? symbol);
  const ascii = isAscii(spelled) ? spelled : transliterate(spelled);
  return (
    ascii
      .toLowerCase()
      .replace(/['’`]/g, '')
      .match(/[a-z0-9]+/g) ?? []
  );
}

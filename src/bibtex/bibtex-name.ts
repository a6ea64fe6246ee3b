import { asciiWords } from '../lib/slug';
import { texOfMarkup } from './tex-markup';

/** Words that say that a name is a group's; `and` and `others` mean something else to BibTeX between names. */
const GROUP_WORD =
  /(?:^|\s)(?:and|&|et|others|teams?|groups?|labs?|laboratory|research|inc\.?|ltd\.?|llc|corp\.?|gmbh|collaboration|consortium|community|contributors|foundation|institute|university|department|project|authors)(?=\s|$)/iu;
/** Apart from the others, because Ai is a family name. */
const GROUP_INITIALS = /(?:^|[\s-])AI(?=\s|$)/;
const SUFFIX = /^(?:Jr\.?|Sr\.?|II|III|IV)$/;
const PARTICLE =
  /^(?:van|von|vom|zu|zum|zur|der|den|de|del|della|di|da|do|dos|das|du|des|la|le|ter|ten|el|al|bin|ibn)$/;
const INITIAL = /^\p{Lu}\.?(?:-?\p{Lu}\.)*$/u;
/** In these scripts the family name is printed first, without a comma or a space that would say so. */
const FAMILY_FIRST_SCRIPT = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

type Name =
  | { kind: 'group'; printed: string }
  | { kind: 'person'; family: string; given: string; suffix: string }
  | { kind: 'unsplit'; printed: string };

/** One name for BibTeX's author field: `Family, Given` where the parts are clear, a group's in braces, else as printed. */
export function bibtexName(printed: string): string {
  const name = readName(printed);
  switch (name.kind) {
    case 'group':
      return `{${texOfWords(name.printed)}}`;
    case 'person':
      return [name.family, name.suffix, name.given].filter(Boolean).map(texOfWords).join(', ');
    case 'unsplit':
      return texOfWords(name.printed);
  }
}

/** The family name as the first part of a citation key, ASCII letters and digits; empty where the name has none. */
export function citationNameOf(printed: string): string {
  const name = readName(printed);
  switch (name.kind) {
    case 'group':
      return asciiWords(name.printed)[0] ?? '';
    case 'person':
      return asciiWords(name.family).join('');
    case 'unsplit':
      return asciiWords(name.printed.split(' ').at(-1) ?? '').join('');
  }
}

function readName(printed: string): Name {
  const parts = printed.split(/\s*,\s*/);
  if (isGroup(printed) || parts.length > 3 || parts.includes('')) return { kind: 'group', printed };
  const [first = '', second = '', third = ''] = parts;
  if (third !== '') return { kind: 'person', family: first, suffix: second, given: third };
  if (SUFFIX.test(second)) return readWords(first.split(' '), second);
  if (second !== '') return { kind: 'person', family: first, suffix: '', given: second };
  const words = first.split(' ');
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1) ?? '') ? words.pop() : undefined;
  return readWords(words, suffix ?? '');
}

function isGroup(printed: string): boolean {
  return GROUP_WORD.test(printed) || GROUP_INITIALS.test(printed);
}

/** Given names come first; the family begins at a particle, or is the last word behind one name and initials. */
function readWords(words: string[], suffix: string): Name {
  // A suffix has to be told from the family name, which BibTeX would take it for.
  const familyStart = startOfFamily(words) ?? (suffix ? words.length - 1 : undefined);
  if (familyStart === undefined) return { kind: 'unsplit', printed: words.join(' ') };
  const [given, family] = [words.slice(0, familyStart), words.slice(familyStart)];
  return { kind: 'person', family: family.join(' '), given: given.join(' '), suffix };
}

function startOfFamily(words: string[]): number | undefined {
  if (words.length < 2 || words.some((word) => FAMILY_FIRST_SCRIPT.test(word))) return undefined;
  const particle = words.findIndex((word) => PARTICLE.test(word));
  if (particle > 0 && particle < words.length - 1) return particle;
  const last = words.length - 1;
  const initials = words.slice(0, last).filter((word) => INITIAL.test(word)).length;
  return particle === -1 && last - initials <= 1 ? last : undefined;
}

/** Word by word, so that no group opened in one word swallows the space or comma that separates it from the next. */
function texOfWords(text: string): string {
  return text.split(' ').map(texOfMarkup).join(' ');
}

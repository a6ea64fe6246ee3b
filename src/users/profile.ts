import { quoted } from '../graphql/errors';
import { isAscii } from '../lib/ascii';
import { countCharacters } from '../lib/count-characters';
import { foldText } from '../lib/fold-text';
import { asciiWords } from '../lib/slug';

const HANDLE = /^[a-z0-9](-?[a-z0-9])*$/;
const MAX_HANDLE_LENGTH = 39;
const MAX_NAME_LENGTH = 100;
const MAX_AVATAR_URL_LENGTH = 2000;

/** What would break a line, or turn the text around it: control characters and those that change the direction. */
const UNPRINTABLE = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/** Why a text cannot be a handle, as a sentence; null where it can. */
export function handleFault(handle: string): string | null {
  if (HANDLE.test(handle) && handle.length <= MAX_HANDLE_LENGTH) return null;
  const accepted = `1 to ${MAX_HANDLE_LENGTH} lower-case letters, digits and single hyphens, with a letter or digit at both ends`;
  return `${quoted(handle)} cannot be a handle; it takes ${accepted}.`;
}

/** Why a text cannot be the name of a person; null where it can. */
export function nameFault(name: string): string | null {
  const length = countCharacters(name);
  if (name.trim() !== '' && length <= MAX_NAME_LENGTH && !UNPRINTABLE.test(name)) return null;
  return `${quoted(name)} cannot be a name; it takes 1 to ${MAX_NAME_LENGTH} printable characters.`;
}

/** Why a text cannot be the address of a picture; null where it can. */
export function avatarUrlFault(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isFit = url?.protocol === 'https:' && url.username === '' && url.password === '';
  // Only what is written as it is sent: other spellings grow when a browser encodes them.
  if (isFit && isAscii(address) && address.startsWith('https://') && address.length <= MAX_AVATAR_URL_LENGTH)
    return null;
  return `${quoted(address)} cannot be the address of a picture; it takes one that begins with https://, without a password, of at most ${MAX_AVATAR_URL_LENGTH} ASCII characters.`;
}

/** The text as a name, white space folded and cut to what a name may be; null where nothing of it is one. */
export function nameFrom(text: string): string | null {
  const name = Array.from(foldText(text)).slice(0, MAX_NAME_LENGTH).join('').trim();
  return nameFault(name) === null ? name : null;
}

/** The text as a handle that leaves room for a suffix; null where no letter or digit is in it. */
export function handleFrom(text: string): string | null {
  const handle = asciiWords(text)
    .join('-')
    .slice(0, MAX_HANDLE_LENGTH - 7)
    .replace(/-$/, '');
  return handle || null;
}

import { requestError } from '../graphql/errors';

/**
 * Refuses texts that PostgreSQL does not store as they came, anywhere in a value of JSON: NUL, and half of a surrogate
 * pair, of which the driver would make U+FFFD without a word. What cannot be stored cannot be looked up either.
 */
export function requireStorable(what: string, value: unknown): void {
  if (typeof value === 'string') return requireStorableText(what, value);
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) requireStorable(what, part);
  }
}

export function requireStorableText(what: string, text: string): void {
  if (text.includes('\0')) {
    throw notStorable(`${what} holds the character NUL (U+0000), which no text here can hold; leave it out.`);
  }
  if (!text.isWellFormed()) {
    throw notStorable(
      `${what} holds half of a surrogate pair (U+D800 to U+DFFF), which is no character; send both halves or leave it out.`,
    );
  }
}

function notStorable(message: string) {
  return requestError('BAD_USER_INPUT', message);
}

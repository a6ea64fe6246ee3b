import { requestError } from '../graphql/errors';

/** PostgreSQL stores no NUL in a text, so none can be looked up either. */
export function refuseNul(what: string): never {
  throw requestError(
    'BAD_USER_INPUT',
    `${what} holds the character NUL (U+0000), which no text here can hold; leave it out.`,
  );
}

export function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}

import { quoted } from '../../graphql/errors';
import { invalidValue } from '../../graphql/user-error';
import { countCharacters } from '../../lib/count-characters';

const MAX_BODY_LENGTH = 10_000;

/** What a person wrote as it is kept, without white space around it; refused where it is empty or too long. */
export function soundBody(text: string): string {
  const body = text.trim();
  const length = countCharacters(body);
  if (length >= 1 && length <= MAX_BODY_LENGTH) return body;
  throw invalidValue(
    'body',
    `${quoted(text)} has ${length} characters; a comment takes 1 to ${MAX_BODY_LENGTH}, not counting white space at its ends.`,
  );
}

import { invalidValue } from '../graphql/user-error';
import { countCharacters } from '../lib/count-characters';

const MAX_NOTE_LENGTH = 1000;

/** A note without white space at its ends; null for one that says nothing. */
export function soundNote(text: string): string | null {
  const note = text.trim();
  const length = countCharacters(note);
  if (length <= MAX_NOTE_LENGTH) return note || null;
  throw invalidValue(
    'note',
    `The note has ${length} characters; it takes at most ${MAX_NOTE_LENGTH}, not counting white space at its ends.`,
  );
}

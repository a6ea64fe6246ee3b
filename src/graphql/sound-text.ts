import { countCharacters } from '../lib/count-characters';
import { quoted } from './errors';
import { invalidValue } from './user-error';

/** A text of the input as it is kept, without white space around it; refused where it is empty or too long. `noun` is what it is, `a reason`. */
export function soundText(field: string, text: string, noun: string, maxLength: number): string {
  const sound = text.trim();
  const length = countCharacters(sound);
  if (length >= 1 && length <= maxLength) return sound;
  const message = `${quoted(text)} has ${length} characters; ${noun} takes 1 to ${maxLength}, not counting white space at its ends.`;
  throw invalidValue(field, message);
}

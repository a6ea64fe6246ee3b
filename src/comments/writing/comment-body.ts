import { soundText } from '../../graphql/sound-text';

const MAX_BODY_LENGTH = 10_000;

/** What a person wrote as it is kept, without white space around it; refused where it is empty or too long. */
export function soundBody(text: string): string {
  return soundText('body', text, 'a comment', MAX_BODY_LENGTH);
}

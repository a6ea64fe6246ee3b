import { type PaperRecord, type ReadRecord, UnreadableFileError } from '../record';

/** Says in a sentence why one record is refused; the rest of its file goes on. */
export class RefusedRecordError extends Error {}

/** The most that one record may take; what is longer is refused, so that no file can fill the memory. */
export const RECORD_MAX_CHARS = 10_000_000;

/** How many entries may pass, none of which fits, before a file is taken for one of another format. */
const STRANGERS_MAX = 100;

const QUOTE_MAX_CHARS = 80;

/** A value as a message shows it: in quotes, fit for a terminal, cut where it is long. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const isLong = text.length > QUOTE_MAX_CHARS;
  const shown = isLong ? text.slice(0, QUOTE_MAX_CHARS).replace(/\p{Surrogate}/gu, '') + '…' : text;
  return typeof value === 'string' ? JSON.stringify(shown).replace(/\p{Cc}/gu, '?') : shown;
}

/** What `build` answers, or the sentence with which it refused. */
export function recordOrRefusal(where: string, build: () => PaperRecord): ReadRecord {
  try {
    return { where, record: build() };
  } catch (error) {
    if (error instanceof RefusedRecordError) return { where, refused: error.message };
    throw error;
  }
}

/** Parsed JSON; null where the text is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Why the JSON of one record came out as nothing. */
export function notJson({ text, isTooLong }: { text: string; isTooLong: boolean }): RefusedRecordError {
  return new RefusedRecordError(
    isTooLong
      ? `The text ${quote(text)} is longer than ${RECORD_MAX_CHARS} characters, the most that is accepted for one paper.`
      : `The text ${quote(text)} is no JSON object, and one a paper is expected.`,
  );
}

export function notOfFormat(fileName: string, expected: string, found: string): UnreadableFileError {
  return new UnreadableFileError(`${quote(fileName)} is not ${expected}: ${found}.`);
}

export function cutShort(fileName: string, evidence: string): UnreadableFileError {
  return new UnreadableFileError(`${quote(fileName)} is cut short: ${evidence}. A complete file is expected.`);
}

/**
 * Tells a file with a few broken entries from one of another format, none of whose entries fits.
 * Broken entries may come first, so the verdict waits for a hundred of them or the end of the file.
 */
export function watchFormat(fileName: string, expected: string, entryNoun: string) {
  let strangerCount = 0;
  let hasFitting = false;

  function judge(): void {
    if (hasFitting || strangerCount === 0) return;
    throw notOfFormat(fileName, expected, `none of its ${entryNoun} fits (${strangerCount} read)`);
  }

  return {
    saw(fits: boolean): void {
      if (fits) hasFitting = true;
      else strangerCount += 1;
      if (strangerCount === STRANGERS_MAX) judge();
    },
    end: judge,
  };
}

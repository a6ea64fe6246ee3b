import { UnreadableFileError } from '../record';
import { cutShort, quote, RECORD_MAX_CHARS } from './refusal';

export interface TextLine {
  /** Counted from 1. */
  number: number;
  /** Without its line break, and no longer than the limit. */
  text: string;
  isTooLong: boolean;
  /** Whether a line break followed: the last line of a file that was cut short has none. */
  isEnded: boolean;
}

/** The text of a file in UTF-8, a piece for each piece of bytes, without a byte order mark. Refuses binary and empty files. */
export async function* decodedText(bytes: AsyncIterable<Buffer>, fileName: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let hasText = false;
  for await (const chunk of bytes) {
    if (chunk.includes(0)) throw binaryFile(fileName, 'it holds a NUL byte');
    const text = decodedOr(
      () => decoder.decode(chunk, { stream: true }),
      () => binaryFile(fileName, 'it holds bytes that are no UTF-8'),
    );
    hasText ||= /\S/.test(text);
    yield text;
  }

  decodedOr(
    () => decoder.decode(),
    () => cutShort(fileName, 'it ends in the middle of a character'),
  );
  if (!hasText)
    throw new UnreadableFileError(`${quote(fileName)} is empty: a file with at least one paper is expected.`);
}

/** The lines of a file, with any of the usual line breaks, in memory that does not grow with it. */
export async function* textLines(
  bytes: AsyncIterable<Buffer>,
  fileName: string,
  maxChars = RECORD_MAX_CHARS,
): AsyncGenerator<TextLine> {
  let number = 1;
  let begun = '';

  const toLine = (text: string, isEnded: boolean): TextLine => ({
    number: number++,
    text: text.slice(0, maxChars).replace(/\r$/, ''),
    isTooLong: text.length > maxChars,
    isEnded,
  });

  for await (const piece of decodedText(bytes, fileName)) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
      yield toLine(begun + piece.slice(from, end), true);
      begun = '';
      from = end + 1;
    }
    if (begun.length <= maxChars) begun += piece.slice(from);
  }
  if (begun !== '') yield toLine(begun, false);
}

function decodedOr(decode: () => string, failure: () => UnreadableFileError): string {
  try {
    return decode();
  } catch {
    throw failure();
  }
}

function binaryFile(fileName: string, evidence: string): UnreadableFileError {
  return new UnreadableFileError(`${quote(fileName)} is binary: ${evidence}. A text file in UTF-8 is expected.`);
}

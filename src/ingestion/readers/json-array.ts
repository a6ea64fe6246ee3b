import { cutShort, notOfFormat, quote, RECORD_MAX_CHARS } from './refusal';
import { decodedText } from './text-lines';

export interface ArrayElement {
  /** Counted from 0. */
  index: number;
  /** The element's JSON, unparsed, and no longer than the limit. */
  text: string;
  isTooLong: boolean;
}

type Phase = 'before' | 'inside' | 'after';

/**
 * The elements of a file that is one JSON array, in memory that does not grow with the file. It only finds where
 * an element ends, by its brackets and quotes: whether the text between is JSON shows when it is parsed.
 */
export async function* jsonArrayElements(
  bytes: AsyncIterable<Buffer>,
  fileName: string,
  maxChars = RECORD_MAX_CHARS,
): AsyncGenerator<ArrayElement> {
  const findEnd = elementEndFinder();
  let phase: Phase = 'before';
  let index = 0;
  let begun = '';

  for await (const piece of decodedText(bytes, fileName)) {
    let from = 0;
    if (phase === 'before') {
      const opening = piece.search(/\S/);
      if (opening === -1) continue;
      if (piece[opening] !== '[') throw noArray(fileName, piece.slice(opening, opening + 20));
      phase = 'inside';
      from = opening + 1;
    }
    while (phase === 'inside') {
      const end = findEnd(piece, from);
      if (begun.length <= maxChars) begun += piece.slice(from, end);
      if (end === piece.length) break;

      const isLast = piece[end] === ']';
      const isEmptyArray = isLast && index === 0 && begun.trim() === '';
      if (!isEmptyArray) yield { index: index++, text: begun.slice(0, maxChars), isTooLong: begun.length > maxChars };
      if (isLast) phase = 'after';
      begun = '';
      from = end + 1;
    }
    if (phase === 'after' && /\S/.test(piece.slice(from))) {
      throw notOfFormat(fileName, 'one JSON array', 'more text stands after the bracket that closes it');
    }
  }
  if (phase === 'inside') throw cutShort(fileName, `its JSON array ends within the element at index ${index}`);
}

/** Answers where in a piece the current element ends, or the piece's length; it remembers quotes and brackets between pieces. */
function elementEndFinder(): (piece: string, from: number) => number {
  const stringMark = /["\\]/g;
  const valueMark = /["[\]{},]/g;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;

  return (piece, from) => {
    let at = from;
    if (isEscaped && at < piece.length) {
      isEscaped = false;
      at += 1;
    }
    for (;;) {
      const mark = isInString ? stringMark : valueMark;
      mark.lastIndex = at;
      const found = mark.exec(piece);
      if (!found) return piece.length;

      at = found.index;
      const character = found[0];
      if (character === '\\') {
        isEscaped = at + 1 === piece.length;
        at += 1;
      } else if (character === '"') isInString = !isInString;
      else if (character === '[' || character === '{') depth += 1;
      else if (depth === 0 && character !== '}') return at;
      else if (character !== ',') depth = Math.max(0, depth - 1);
      at += 1;
    }
  };
}

function noArray(fileName: string, beginning: string) {
  return notOfFormat(fileName, 'a JSON array', `it begins with ${quote(beginning)}, and "[" is expected`);
}

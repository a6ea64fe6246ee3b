import { letterOfCommand, symbolOfCommand } from '../lib/tex-symbols';
import { texOfMath, texOfText } from './tex-escape';

/** Combining marks by the TeX accent that sets them. */
const MARKS: Record<string, string> = {
  ...{ '`': '\u0300', "'": '\u0301', '^': '\u0302', '~': '\u0303', '=': '\u0304', '.': '\u0307', '"': '\u0308' },
  ...{ u: '\u0306', r: '\u030a', H: '\u030b', v: '\u030c', d: '\u0323', c: '\u0327', k: '\u0328', b: '\u0331' },
};

/** Commands that read or write files or redefine others: no title needs them, and the reader's TeX would obey. */
const UNSAFE_COMMAND =
  /\^\^|\\(?:input|include[a-z]*|openin|openout|read|write|immediate|special|directlua|csname|catcode|[egx]?def|let|futurelet|(?:re)?newcommand|usepackage|loop|[a-z]*verbatim[a-z]*|lstinputlisting|href|url)(?![A-Za-z])/;

interface MarkupReader {
  /** Sticky, so that it matches where the reading stands. */
  pattern: RegExp;
  /** The TeX for a match, or undefined where it is not markup after all. */
  read: (match: RegExpExecArray) => string | undefined;
}

/** What people write as TeX in a title; the first that fits wins. */
const MARKUP_READERS: MarkupReader[] = [
  { pattern: /\$((?:\\.|[^$\\])+)\$(?=(\s*\d)?)/suy, read: readMath },
  { pattern: /\\([&%$#_{}])/y, read: ([, character = '']) => texOfText(character) },
  { pattern: /\\(["'`^~=.])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))/y, read: readAccent },
  { pattern: /\\([cvHukrdb])(?:\{\\?([A-Za-z])\}|\s+([A-Za-z]))/y, read: readAccent },
  { pattern: /\\([A-Za-z]+)(\{\}|\s*)/y, read: readCommand },
  { pattern: /[{}]/y, read: ([brace]) => brace },
  { pattern: /[^\\${}]+/y, read: ([text]) => texOfText(text) },
];

/**
 * Text that may hold TeX, as titles on arXiv do, as TeX that prints it: formulas, accents, letters and groups stay,
 * everything else is plain text and escaped. Braces in the result are balanced as BibTeX counts them.
 */
export function texOfMarkup(text: string): string {
  const pieces: string[] = [];
  for (let position = 0; position < text.length;) {
    const { tex, length } = readPiece(text, position);
    pieces.push(tex);
    position += length;
  }
  return withBalancedBraces(pieces).join('');
}

function readPiece(text: string, position: number): { tex: string; length: number } {
  for (const { pattern, read } of MARKUP_READERS) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    const tex = match && read(match);
    if (match && tex != null) return { tex, length: match[0].length };
  }
  return { tex: texOfText(text.charAt(position)), length: 1 };
}

/** Undefined where the two dollars are sums of money (`$5 and $10`) or the formula cannot stand in an entry. */
function readMath([, math = '', digitBehind]: RegExpExecArray): string | undefined {
  const isMoney = digitBehind !== undefined && /^\s*\d/.test(math);
  const isSpacedUnevenly = math.startsWith(' ') !== math.endsWith(' ');
  if (isMoney || isSpacedUnevenly || UNSAFE_COMMAND.test(math)) return undefined;
  const tex = texOfMath(math.trim());
  return tex !== '' && hasBalancedBraces(tex) ? `$${tex}$` : undefined;
}

function readAccent([, accent = '', braced, bare]: RegExpExecArray): string {
  return texOfText(`${braced ?? bare ?? ''}${MARKS[accent] ?? ''}`);
}

function readCommand([, command = '', behind = '']: RegExpExecArray): string | undefined {
  const letter = letterOfCommand(command);
  if (letter !== undefined) return texOfText(letter);
  const symbol = symbolOfCommand(command);
  return symbol === undefined ? undefined : texOfText(symbol) + behind;
}

function hasBalancedBraces(tex: string): boolean {
  let depth = 0;
  for (const brace of tex.match(/[{}]/g) ?? []) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** A brace that is a piece of its own opens or closes a group; one without its other half is printed instead. */
function withBalancedBraces(pieces: string[]): string[] {
  const balanced = pieces.map((piece) => (piece === '{' || piece === '}' ? texOfText(piece) : piece));
  const opened: number[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece === '{') opened.push(index);
    if (piece !== '}') continue;
    const partner = opened.pop();
    if (partner === undefined) continue;
    balanced[partner] = '{';
    balanced[index] = '}';
  }
  return balanced;
}

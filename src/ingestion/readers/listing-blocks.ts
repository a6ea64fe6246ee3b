import { cutShort, notOfFormat, quote } from './refusal';
import { parsePrintedDay, type PrintedDay } from './report-day';
import { type TextLine } from './text-lines';

export interface Byline {
  authorCount: number;
  day: PrintedDay;
  commentCount: number;
}

/** A paper as it stands on the page, or why the lines up to a byline are none. */
export type ListingBlock = { line: number; position: number } & (
  { title: string; abstract: string; byline?: string } | { unclear: string }
);

/** A run of lines without a blank one. */
interface Paragraph {
  line: number;
  lines: string[];
  charCount: number;
  isEnded: boolean;
}

export const LISTING = 'a Daily Papers listing';

/** Bounds of what is held in memory at once, far above what a page holds. */
const PARAGRAPH_MAX_CHARS = 200_000;
const GROUP_MAX_PARAGRAPHS = 200;

const BYLINE_BEGINNING = /^\s*•.*\bauthors?\b/;
const BYLINE = /^•\s*(\d{1,6}) authors? · ([A-Z][a-z]{2} \d{1,2}(?:, \d{4})?)(?: (\d{1,7}))?$/;

/** Reads `• 8 authors · May 21 2`: how many authors, the day, and how many comments, which stand there when above zero. */
export function parseByline(text: string): Byline | null {
  const [, authorCount, dayText, commentCount = '0'] = BYLINE.exec(text) ?? [];
  const day = dayText ? parsePrintedDay(dayText) : null;
  return day && { authorCount: Number(authorCount), day, commentCount: Number(commentCount) };
}

/**
 * Splits what follows a listing's header into papers. A paper is a title, an abstract and, mostly, a byline, parted by
 * blank lines; a paper without a byline shows by two more paragraphs before the next one.
 */
export async function* listingBlocks(lines: AsyncIterable<TextLine>, fileName: string): AsyncGenerator<ListingBlock> {
  let group: Paragraph[] = [];
  let position = 1;
  for await (const paragraph of paragraphs(lines, fileName)) {
    if (endsWithByline(group)) {
      const blocks = toBlocks(group, position);
      yield* blocks;
      position += blocks.length;
      group = [];
    }
    group.push(paragraph);
    if (group.length > GROUP_MAX_PARAGRAPHS) throw notListing(fileName, `${group.length} paragraphs`);
  }
  requireWhole(group, position, fileName);
  yield* toBlocks(group, position);
}

async function* paragraphs(lines: AsyncIterable<TextLine>, fileName: string): AsyncGenerator<Paragraph> {
  let paragraph: Paragraph | null = null;
  for await (const { text, number, isEnded } of lines) {
    if (text.trim() !== '') {
      paragraph ??= { line: number, lines: [], charCount: 0, isEnded };
      paragraph.lines.push(text);
      paragraph.charCount += text.length;
      paragraph.isEnded = isEnded;
      if (paragraph.charCount > PARAGRAPH_MAX_CHARS) throw notListing(fileName, `${paragraph.charCount} characters`);
    } else if (paragraph) {
      yield paragraph;
      paragraph = null;
    }
  }
  if (paragraph) yield paragraph;
}

/** The papers up to and with a byline: pairs of title and abstract, of which the last one owns it. */
function toBlocks(group: Paragraph[], firstPosition: number): ListingBlock[] {
  const byline = bylineOf(group);
  const texts = byline === undefined ? group : group.slice(0, -1);
  if (texts.length === 0 || texts.length % 2 === 1) {
    return [{ line: group[0]?.line ?? 1, position: firstPosition, unclear: whyUnclear(texts) }];
  }

  const blocks: ListingBlock[] = [];
  for (let at = 0; at < texts.length; at += 2) {
    const [title, abstract] = texts.slice(at, at + 2) as [Paragraph, Paragraph];
    blocks.push({
      line: title.line,
      position: firstPosition + blocks.length,
      title: title.lines.join(' '),
      abstract: abstract.lines.join('\n'),
      ...(byline !== undefined && at + 2 === texts.length && { byline }),
    });
  }
  return blocks;
}

function whyUnclear(texts: Paragraph[]): string {
  const [first] = texts;
  if (!first) return 'A number of authors stands there without a title and an abstract above it.';
  if (texts.length === 1) return `The paper ${quote(first.lines.join(' '))} has no abstract.`;
  return (
    `From ${quote(first.lines.join(' '))} to the next number of authors stand ${texts.length} paragraphs, ` +
    'and pairs of a title and an abstract are expected.'
  );
}

/**
 * Refuses a listing that ends within a paper. Its last paper must have its byline, whole; only where it is the first
 * one too, which the page prints without, an ended line is enough.
 */
function requireWhole(group: Paragraph[], position: number, fileName: string): void {
  const last = group.at(-1);
  if (!last) throw cutShort(fileName, 'no paper follows its header');

  const byline = bylineOf(group);
  const isFirstWithoutByline = byline === undefined && position === 1 && group.length === 2 && last.isEnded;
  const isWholeByline = byline !== undefined && (isComplete(byline) || (last.isEnded && byline.includes(' · ')));
  if (isFirstWithoutByline || isWholeByline) return;
  throw cutShort(fileName, `its last paper, in line ${group[0]?.line}, does not end with authors and a date`);
}

function isComplete(byline: string): boolean {
  return parseByline(byline) !== null;
}

function endsWithByline(group: Paragraph[]): boolean {
  return BYLINE_BEGINNING.test(group.at(-1)?.lines[0] ?? '');
}

/** The lines of a group's byline in one: `• 8 authors · May 21 2`. */
function bylineOf(group: Paragraph[]): string | undefined {
  if (!endsWithByline(group)) return undefined;
  return group
    .at(-1)
    ?.lines.map((line) => line.trim())
    .join(' ');
}

function notListing(fileName: string, found: string) {
  return notOfFormat(fileName, LISTING, `${found} stand there without a line such as "• 8 authors" between them`);
}

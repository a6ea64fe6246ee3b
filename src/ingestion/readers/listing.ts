import { type PaperRecord, type RecordReader } from '../record';
import { LISTING, type ListingBlock, listingBlocks, parseByline } from './listing-blocks';
import { abstractOf, present, requireAuthorCount, titleOf } from './record-fields';
import { notOfFormat, quote, recordOrRefusal, RefusedRecordError } from './refusal';
import { pageDay, paperDay, parsePrintedDay, type PrintedDay, startOfDay } from './report-day';
import { type TextLine, textLines } from './text-lines';

const PAGE_NAME = 'Daily Papers';
const HEADER_MAX_LINES = 200;

/** Longer than any abstract that is accepted, so that a cut line is refused. */
const LINE_MAX_CHARS = 100_000;

/** The text of a Daily Papers page: no ids and no names, but titles, abstracts and how many authors and comments. */
export const listingReader: RecordReader = {
  format: 'listing',
  source: 'huggingface',

  recognises(head) {
    const dayIn = headerReader();
    return head.split('\n', HEADER_MAX_LINES).some((text) => dayIn(text) !== null);
  },

  async *read(bytes, options) {
    const lines = textLines(bytes, options.fileName, LINE_MAX_CHARS);
    try {
      const printed = await readHeader(lines, options.fileName);
      const page = pageDay(printed, options);
      if (page === null) throw notOfFormat(options.fileName, LISTING, 'the day in its header is in no calendar');
      for await (const block of listingBlocks(lines, options.fileName)) {
        yield recordOrRefusal(`line ${block.line}`, () => toRecord(block, page));
      }
    } finally {
      await lines.return(undefined);
    }
  },
};

async function readHeader(lines: AsyncGenerator<TextLine>, fileName: string): Promise<PrintedDay> {
  const dayIn = headerReader();
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const day = dayIn(next.value.text);
    if (day) return day;
    if (next.value.number === HEADER_MAX_LINES) break;
  }
  throw notOfFormat(fileName, LISTING, `no line "${PAGE_NAME}" is followed by the page's day, such as "Dec 10"`);
}

/** Answers for one line after the other whether it is the page's day, which comes below the page's name. */
function headerReader(): (line: string) => PrintedDay | null {
  let isNamed = false;
  return (line) => {
    const text = line.trim();
    isNamed ||= text === PAGE_NAME;
    return isNamed ? parsePrintedDay(text) : null;
  };
}

function toRecord(block: ListingBlock, page: string): PaperRecord {
  if ('unclear' in block) throw new RefusedRecordError(block.unclear);
  return {
    format: 'listing',
    reportedAt: startOfDay(page),
    title: titleOf(block.title),
    listing: { editionDate: page, position: block.position },
    ...present({ abstract: abstractOf(block.abstract) }),
    ...(block.byline !== undefined && bylineFields(block.byline, page)),
  };
}

function bylineFields(text: string, page: string) {
  const byline = parseByline(text);
  const publishedOn = byline && paperDay(byline.day, page);
  if (!byline || !publishedOn) {
    throw new RefusedRecordError(
      `The line ${quote(text)} cannot be read; one such as "• 8 authors · May 21 2" or "• 1 author · Jan 30, 2023" is expected.`,
    );
  }
  const { authorCount, commentCount } = byline;
  return { authorCount: requireAuthorCount(authorCount), commentCount, publishedOn };
}

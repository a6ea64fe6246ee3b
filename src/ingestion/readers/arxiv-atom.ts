import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseDoi } from '../../lib/doi';
import { foldText } from '../../lib/fold-text';
import { type PaperRecord, type RecordAuthor, type RecordReader, UnreadableFileError } from '../record';
import {
  abstractOf,
  arxivIdOf,
  authorEntriesOf,
  authorNameOf,
  foldedTitleOf,
  instantOf,
  isJsonObject,
  type JsonObject,
  labelsOf,
  present,
  shownNameOf,
} from './record-fields';
import { linksInText } from './record-links';
import { notOfFormat, quote, RECORD_MAX_CHARS, recordOrRefusal } from './refusal';
import { startOfDay } from './report-day';
import { decodedText } from './text-lines';

const ATOM_FEED = /<feed\b[^>]*"http:\/\/www\.w3\.org\/2005\/Atom"/;
const FORMAT = 'an Atom answer of the arXiv API';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === 'entry' || name === 'author' || name === 'category',
});

/** An answer of arXiv's API. It is read whole: one holds 2,000 papers at most. */
export const arxivAtomReader: RecordReader = {
  format: 'arxiv-atom',
  source: 'arxiv',

  recognises: (head) => ATOM_FEED.test(head),

  async *read(bytes, { fileName, asOf }) {
    const feed = parseFeed(await wholeText(bytes, fileName), fileName);
    const reportedAt = asOf ? startOfDay(asOf) : instantOf(feed['updated'], 'time of the answer')?.toUTC().toISO();
    for (const [index, entry] of entriesOf(feed).entries()) {
      yield recordOrRefusal(`index ${index}`, () => toRecord(entry, reportedAt));
    }
  },
};

async function wholeText(bytes: AsyncIterable<Buffer>, fileName: string): Promise<string> {
  let text = '';
  for await (const piece of decodedText(bytes, fileName)) {
    text += piece;
    if (text.length > RECORD_MAX_CHARS) {
      throw new UnreadableFileError(
        `${quote(fileName)} is longer than ${RECORD_MAX_CHARS} characters, the most that is accepted of one answer.`,
      );
    }
  }
  return text;
}

/** Entities of a document type could make a small answer huge, and arXiv's have none. */
function parseFeed(text: string, fileName: string): JsonObject {
  if (/<!DOCTYPE/i.test(text)) throw notOfFormat(fileName, FORMAT, 'it declares a document type');
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    const { msg, line } = verdict.err;
    throw notOfFormat(fileName, FORMAT, `it is no well-formed XML (line ${line}: ${msg.replace(/\.$/, '')})`);
  }
  const document = parser.parse(text) as JsonObject;
  const { feed } = document;
  if (!ATOM_FEED.test(text) || !isJsonObject(feed)) throw notOfFormat(fileName, FORMAT, 'it has no feed of Atom');
  return feed;
}

function entriesOf(feed: JsonObject): JsonObject[] {
  const entries = (feed['entry'] ?? []) as unknown[];
  return entries.map((entry) => (isJsonObject(entry) ? entry : {}));
}

function toRecord(entry: JsonObject, reportedAt: string | null | undefined): PaperRecord {
  const arxivId = arxivIdOf(textOf(entry['id']));
  const authors = authorEntriesOf(entry['author'])?.map(toAuthor);
  return {
    format: 'arxiv-atom',
    sourceId: arxivId,
    arxivId,
    title: foldedTitleOf(textOf(entry['title'])),
    ...present({
      reportedAt: reportedAt ?? undefined,
      doi: parseDoi(textOf(entry['arxiv:doi']) ?? '') ?? undefined,
      abstract: abstractOf(unwrapped(textOf(entry['summary']))),
      publishedOn: instantOf(textOf(entry['published']), 'day of publication')?.toUTC().toISODate() ?? undefined,
      authors,
      authorCount: authors?.length,
      categories: categoriesOf(entry),
      links: commentLinks(entry),
    }),
  };
}

/** What stands in an element; one that has attributes keeps its text under a name of its own. */
function textOf(element: unknown): string | undefined {
  const text = isJsonObject(element) ? element['#text'] : element;
  return typeof text === 'string' ? text.trim() : undefined;
}

/** arXiv breaks the lines of an abstract, and begins a paragraph by indenting it. */
function unwrapped(text: string | undefined): string | undefined {
  return text
    ?.split(/\n(?=[^\S\n])/)
    .map(foldText)
    .join('\n');
}

function toAuthor(entry: unknown): RecordAuthor {
  const author = isJsonObject(entry) ? entry : {};
  const affiliation = shownNameOf(textOf(author['arxiv:affiliation']));
  return { name: authorNameOf(textOf(author['name'])), ...present({ affiliation }) };
}

function categoriesOf(entry: JsonObject): string[] | undefined {
  const primary = [entry['arxiv:primary_category']];
  const all = [...primary, ...((entry['category'] ?? []) as unknown[])];
  return labelsOf(all.map((category) => (isJsonObject(category) ? category['@term'] : undefined)));
}

function commentLinks(entry: JsonObject) {
  const links = linksInText(textOf(entry['arxiv:comment']) ?? '');
  return links.length > 0 ? links : undefined;
}

import { type PaperRecord, type RecordReader } from '../record';
import {
  abstractOf,
  arxivIdOf,
  authorEntriesOf,
  authorNameOf,
  foldedTitleOf,
  isJsonObject,
  type JsonObject,
  labelsOf,
  present,
} from './record-fields';
import { linksInText } from './record-links';
import { cutShort, notJson, parsedJson, recordOrRefusal, watchFormat } from './refusal';
import { reportDay, startOfDay } from './report-day';
import { textLines } from './text-lines';

/** How a line begins of which no more can be seen. */
const LINE_BEGINNING = /^\s*\{\s*"id"\s*:\s*"/;

/** New papers of arXiv, a JSON object a line; the day of their listing is not in the lines. */
export const arxivLinesReader: RecordReader = {
  format: 'arxiv-lines',
  source: 'arxiv',

  recognises(head) {
    const beginsLongLine =
      !head.includes('\n') && LINE_BEGINNING.test(head) && /"(?:authors|abs|summary)"\s*:/.test(head);
    return beginsLongLine || head.split('\n').some((text) => isArxivPaper(parsedJson(text)));
  },

  async *read(bytes, options) {
    const watch = watchFormat(options.fileName, 'arXiv JSON lines', 'lines');
    const listedOn = reportDay(options);
    for await (const line of textLines(bytes, options.fileName)) {
      if (line.text.trim() === '') continue;
      const value = parsedJson(line.text);
      if (value === null && !line.isEnded && !line.isTooLong && line.text.startsWith('{')) {
        throw cutShort(options.fileName, `its last line, ${line.number}, is no whole JSON object`);
      }
      watch.saw(isArxivPaper(value));
      yield recordOrRefusal(`line ${line.number}`, () => {
        if (!isJsonObject(value)) throw notJson(line);
        return toRecord(value, listedOn);
      });
    }
    watch.end();
  },
};

function isArxivPaper(value: unknown): boolean {
  return isJsonObject(value) && 'id' in value && 'title' in value && ('summary' in value || 'abs' in value);
}

function toRecord(paper: JsonObject, listedOn: string | undefined): PaperRecord {
  const arxivId = arxivIdOf(paper['id']);
  return {
    format: 'arxiv-lines',
    sourceId: arxivId,
    arxivId,
    title: foldedTitleOf(paper['title']),
    ...present({
      reportedAt: listedOn && startOfDay(listedOn),
      listedOn,
      abstract: abstractOf(paper['summary']),
      categories: labelsOf(paper['categories']),
      links: commentLinks(paper),
      ...authorFields(paper),
    }),
  };
}

function authorFields(paper: JsonObject) {
  const authors = authorEntriesOf(paper['authors'])?.map((name) => ({ name: authorNameOf(name) }));
  return { authors, authorCount: authors?.length };
}

function commentLinks({ comment }: JsonObject) {
  const links = typeof comment === 'string' ? linksInText(comment) : [];
  return links.length > 0 ? links : undefined;
}

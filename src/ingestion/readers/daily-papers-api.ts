import { type PaperRecord, type RecordAuthor, type RecordListing, type RecordReader } from '../record';
import { jsonArrayElements } from './json-array';
import {
  abstractOf,
  arxivIdOf,
  authorEntriesOf,
  authorNameOf,
  countOf,
  foldedTitleOf,
  instantOf,
  isJsonObject,
  type JsonObject,
  labelsOf,
  present,
  shownNameOf,
} from './record-fields';
import { eachOnce, toLink } from './record-links';
import { notJson, parsedJson, quote, recordOrRefusal, RefusedRecordError, watchFormat } from './refusal';
import { reportDay, startOfDay } from './report-day';

/** An answer of the Daily Papers REST API: one array, each element a paper in its place on a day's page. */
export const dailyPapersApiReader: RecordReader = {
  format: 'daily-papers-api',
  source: 'huggingface',

  recognises(head) {
    return /^\s*\[\s*\]\s*$/.test(head) || (/^\s*\[\s*\{/.test(head) && /"paper"\s*:\s*\{/.test(head));
  },

  async *read(bytes, options) {
    const watch = watchFormat(options.fileName, "the Daily Papers API's JSON", 'elements');
    const reportedOn = reportDay(options);
    for await (const element of jsonArrayElements(bytes, options.fileName)) {
      const entry = parsedJson(element.text);
      watch.saw(isJsonObject(entry) && isJsonObject(entry['paper']));
      yield recordOrRefusal(`index ${element.index}`, () => {
        if (!isJsonObject(entry)) throw notJson(element);
        return toRecord(entry, element.index, reportedOn);
      });
    }
    watch.end();
  },
};

function toRecord(entry: JsonObject, index: number, reportedOn: string | undefined): PaperRecord {
  const { paper } = entry;
  if (!isJsonObject(paper)) {
    throw new RefusedRecordError(`The element's "paper" is ${quote(paper)}, and an object is expected.`);
  }
  const arxivId = arxivIdOf(paper['id']);
  return {
    format: 'daily-papers-api',
    sourceId: arxivId,
    arxivId,
    title: foldedTitleOf(paper['title']),
    ...present({
      reportedAt: reportedOn ? startOfDay(reportedOn) : submittedAt(paper)?.toISO(),
      abstract: abstractOf(paper['summary']),
      // The outer publishedAt is this one shifted to New York, which may be the day before.
      publishedOn: instantOf(paper['publishedAt'], 'day of publication')?.toISODate(),
      keywords: labelsOf(paper['ai_keywords']),
      links: linksOf(paper),
      upvoteCount: countOf(paper['upvotes'], 'upvotes'),
      commentCount: countOf(entry['numComments'], 'comments'),
      listing: listingOf(entry, paper, index),
      ...authorFields(paper),
    }),
  };
}

function submittedAt(paper: JsonObject) {
  return instantOf(paper['submittedOnDailyAt'], 'time of submission');
}

function listingOf(entry: JsonObject, paper: JsonObject, index: number): RecordListing | undefined {
  const instant = submittedAt(paper);
  if (!instant) return undefined;

  // Midnight is how the source writes a day of which it does not know the time.
  const isDayOnly = instant.equals(instant.startOf('day'));
  return {
    editionDate: instant.toISODate(),
    position: index + 1,
    ...present({
      submittedAt: isDayOnly ? undefined : instant.toISO(),
      submittedByName: userName(paper['submittedOnDailyBy']) ?? userName(entry['submittedBy']),
    }),
  };
}

/** Users come in two shapes, with the handle as `user` or as `name`. */
function userName(user: unknown): string | undefined {
  if (!isJsonObject(user)) return undefined;
  return shownNameOf(user['fullname']) ?? shownNameOf(user['user']) ?? shownNameOf(user['name']);
}

function authorFields(paper: JsonObject) {
  const authors = authorEntriesOf(paper['authors'])?.map(toAuthor);
  return { authors, authorCount: authors?.length };
}

/**
 * `hidden` is an author's wish that the paper not show on their own profile, not that they did not write it:
 * the name stays in its place, the account behind it is left out.
 */
function toAuthor(entry: unknown): RecordAuthor {
  const author = isJsonObject(entry) ? entry : {};
  const user = author['hidden'] !== true && isJsonObject(author['user']) ? author['user'] : {};
  return { name: authorNameOf(author['name']), ...present({ sourceAuthorId: shownNameOf(user['_id']) }) };
}

function linksOf(paper: JsonObject) {
  const links = eachOnce([toLink(paper['githubRepo'], 'CODE'), toLink(paper['projectPage'], 'PROJECT')]);
  return links.length > 0 ? links : undefined;
}

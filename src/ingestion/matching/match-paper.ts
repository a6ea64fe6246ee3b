import { quote, RefusedRecordError } from '../readers/refusal';
import { type PaperRecord } from '../record';
import { type PaperIndex } from './paper-index';
import { type FormerTitle, type KeyedRecord, type WorkingPaper } from './working-paper';

/**
 * The paper that a record is about: by arXiv id, else by DOI, else by title; undefined where it is a new one.
 * Throws RefusedRecordError where it fits two papers.
 */
export function matchPaper(index: PaperIndex, keyed: KeyedRecord): WorkingPaper | undefined {
  return matchByIds(index, keyed.record) ?? matchByTitle(index.withTitleKey(keyed.titleKey), keyed);
}

function matchByIds(index: PaperIndex, { arxivId, doi }: PaperRecord): WorkingPaper | undefined {
  const sameArxivId = index.withArxivId(arxivId);
  const sameDoi = index.withDoi(doi);
  if (sameArxivId && sameDoi && sameArxivId !== sameDoi) {
    throw new RefusedRecordError(
      `The arXiv id ${quote(arxivId)} is that of ${nameOf(sameArxivId)} and the DOI ${quote(doi)} that of ${nameOf(sameDoi)}; a record of one paper is expected.${howToMerge(sameArxivId, sameDoi)}`,
    );
  }
  if (!sameArxivId && sameDoi && differ(sameDoi.paper.metadata.arxivId, arxivId)) {
    throw new RefusedRecordError(
      `The DOI ${quote(doi)} is that of ${nameOf(sameDoi)}, whose arXiv id is not ${quote(arxivId)}; a record of one paper is expected.`,
    );
  }
  return sameArxivId ?? sameDoi;
}

function matchByTitle(namesakes: WorkingPaper[], keyed: KeyedRecord): WorkingPaper | undefined {
  const [fitting, second] = namesakes.filter((candidate) => mayBeSame(candidate, keyed));
  if (!fitting || !second) return fitting;
  throw new RefusedRecordError(
    `The title ${quote(keyed.record.title)} fits both ${nameOf(fitting)} and ${nameOf(second)}; an id that tells them apart is expected.${howToMerge(fitting, second)}`,
  );
}

function mayBeSame(candidate: WorkingPaper, { record, titleKey }: KeyedRecord): boolean {
  const { metadata } = candidate.paper;
  const namesakes = [titleOf(candidate), ...candidate.former].filter((title) => title.titleKey === titleKey);
  return (
    !differ(metadata.arxivId, record.arxivId) &&
    !differ(metadata.doi, record.doi) &&
    namesakes.some(({ publishedOn }) => !differ(publishedOn, record.publishedOn))
  );
}

/** By what a paper is matched without an id. The day of a listing says little about the first version's, so it contradicts nothing. */
export function titleOf({ titleKey, paper: { metadata } }: WorkingPaper): FormerTitle {
  return { titleKey, publishedOn: metadata.publishedOnIsProvisional ? null : metadata.publishedOn };
}

function differ(one: string | null | undefined, other: string | null | undefined): boolean {
  return Boolean(one && other && one !== other);
}

/**
 * A paper keeps the DOIs of all its reports, though it shows one. Throws RefusedRecordError where the one that it
 * would show now belongs to another paper.
 */
export function requireFreeDoi(index: PaperIndex, paper: WorkingPaper, doi: string | null): void {
  const holder = index.withDoi(doi);
  if (!holder || holder === paper) return;
  throw new RefusedRecordError(
    `With this record ${nameOf(paper)} would have the DOI ${quote(doi)}, which is that of ${nameOf(holder)}; a DOI of one paper is expected.${howToMerge(paper, holder)}`,
  );
}

/** Which of their ids, of those that are of one kind, keep two papers from being one work; null where none does. */
export function differingIds(one: WorkingPaper, other: WorkingPaper): [one: string, other: string] | null {
  const ids = ({ paper: { metadata } }: WorkingPaper) => [metadata.arxivId, metadata.doi];
  const pairs = ids(one).map((id, at) => [id, ids(other)[at]]);
  const [pair] = pairs.filter(([id, otherId]) => differ(id, otherId));
  return pair ? [pair[0]!, pair[1]!] : null;
}

function howToMerge(one: WorkingPaper, other: WorkingPaper): string {
  return differingIds(one, other)
    ? ''
    : ' Where the two are one work, "daily-papers papers merge" makes one paper of them.';
}

/** How a message names a paper: by its title and the id that best tells it apart. */
function nameOf({ paper: { metadata } }: WorkingPaper): string {
  const { title, arxivId, doi, publishedOn } = metadata;
  if (arxivId) return `${quote(title)} (arXiv ${arxivId})`;
  if (doi) return `${quote(title)} (DOI ${doi})`;
  return publishedOn ? `${quote(title)} (of ${publishedOn})` : quote(title);
}

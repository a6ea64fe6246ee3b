import { type RecordFormat, type SourceName } from '../record';

interface FormatTrust {
  source: SourceName;
  /** Where formats disagree, the one with the smaller rank is believed. */
  rank: number;
}

/** arXiv is where papers come from; the API repeats arXiv's data; the listing is what is left of it on a page. */
const TRUST: Record<RecordFormat, FormatTrust> = {
  'arxiv-lines': { source: 'arxiv', rank: 1 },
  'daily-papers-api': { source: 'huggingface', rank: 2 },
  listing: { source: 'huggingface', rank: 3 },
};

export function sourceOf(format: RecordFormat): SourceName {
  return TRUST[format].source;
}

/** The same, most trusted first. */
export function byTrust<T extends { format: RecordFormat }>(reports: readonly T[]): T[] {
  return reports.toSorted((one, other) => TRUST[one.format].rank - TRUST[other.format].rank);
}

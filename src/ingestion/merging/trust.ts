import { type RecordFormat, type SourceName } from '../record';

interface FormatTrust {
  source: SourceName;
  /** Where formats disagree, the one with the smaller rank is believed. */
  rank: number;
}

/** arXiv is where papers come from, and its API says more of them than its listings; the API repeats arXiv's data; the listing is what is left of it on a page. */
const TRUST: Record<RecordFormat, FormatTrust> = {
  'arxiv-atom': { source: 'arxiv', rank: 1 },
  'arxiv-lines': { source: 'arxiv', rank: 2 },
  'daily-papers-api': { source: 'huggingface', rank: 3 },
  listing: { source: 'huggingface', rank: 4 },
};

export function sourceOf(format: RecordFormat): SourceName {
  return TRUST[format].source;
}

/** The same, most trusted first. */
export function byTrust<T extends { format: RecordFormat }>(reports: readonly T[]): T[] {
  return reports.toSorted((one, other) => TRUST[one.format].rank - TRUST[other.format].rank);
}

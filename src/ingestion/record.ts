/** Where a report about a paper comes from; what `Paper.sources` shows as its name. */
export type SourceName = 'huggingface' | 'arxiv';

/** The file formats that can be read; one source may speak in several. */
export const RECORD_FORMATS = ['listing', 'daily-papers-api', 'arxiv-lines', 'arxiv-atom'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

export interface RecordAuthor {
  /** As printed, after NFC and white-space folding. */
  name: string;
  /** The person's own id at the source (not an id of this one authorship), where the source has one. */
  sourceAuthorId?: string;
  orcid?: string;
  affiliation?: string;
}

export type LinkKind = 'CODE' | 'PROJECT' | 'MODEL' | 'DATASET' | 'VIDEO';

export interface RecordLink {
  kind: LinkKind;
  url: string;
}

/** The paper's place on a day's edition, as the source tells it. */
export interface RecordListing {
  /** The calendar date of the edition, `YYYY-MM-DD`. */
  editionDate: string;
  /** The source's own order on that day, from 1. */
  position: number;
  /** The instant, ISO 8601 UTC; left out where the source has no more than the day. */
  submittedAt?: string;
  submittedByName?: string;
}

/**
 * What one source says of one paper, in the shape that is stored and merged. Keys that the source is
 * silent about are left out, so that silence never overwrites what another source knows.
 */
export interface PaperRecord {
  format: RecordFormat;
  /** The source's own id of the paper, where it has one. */
  sourceId?: string;
  /** When the source made this report, ISO 8601 UTC; left out where nothing says so. */
  reportedAt?: string;
  arxivId?: string;
  doi?: string;
  title: string;
  abstract?: string;
  /** The day of the first version, `YYYY-MM-DD`. */
  publishedOn?: string;
  /** The day of a listing that gives no date of its own: the first version is no younger than this. */
  listedOn?: string;
  authorCount?: number;
  authors?: RecordAuthor[];
  /** The first is the primary one. */
  categories?: string[];
  keywords?: string[];
  links?: RecordLink[];
  upvoteCount?: number;
  commentCount?: number;
  listing?: RecordListing;
}

/** One record of a file, or the sentence why it was refused; `where` is `line 12` or `index 3`, counted from 1 and 0. */
export type ReadRecord = { where: string; record: PaperRecord } | { where: string; refused: string };

export interface ReadOptions {
  /** Name of the file without its folders: it may carry the day of the report. */
  fileName: string;
  /** The day of the report as the caller gave it, `YYYY-MM-DD`; wins over the file's name. */
  asOf?: string;
}

/** A file that as a whole is not what it should be; the message is a sentence for the person at the terminal. */
export class UnreadableFileError extends Error {}

export interface RecordReader {
  format: RecordFormat;
  source: SourceName;
  /** Whether a file that begins with `head` (up to 64 KiB of text) looks like this format. */
  recognises(head: string): boolean;
  /**
   * Reads a file from its bytes, a record at a time, in memory that does not grow with the file.
   * Throws UnreadableFileError where the file is not of the format, binary, empty or cut short.
   */
  read(bytes: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<ReadRecord>;
}

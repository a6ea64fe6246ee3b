import type { PaperRecord } from '../ingestion/record';

/** Something that knows the metadata of papers. */
export interface MetadataSource {
  /** Its row in `source_turns`. */
  name: string;
  /** How long it wants to be left alone after each answer. */
  requestEveryMs: number;
  /** After how long a request is given up, whatever came of it. */
  timeoutMs: number;
  /** What it says of a paper. Throws SourceFailure where it does not answer as it should. */
  fetchPaper(arxivId: string, signal: AbortSignal): Promise<FetchedPaper>;
}

/** A record, or the sentence why there is none: the source does not know the paper, or what it says cannot be used. */
export type FetchedPaper = { record: PaperRecord } | { refused: string };

/** The source cannot be used now, so it is asked again later; the message is for whoever runs the server. */
export class SourceFailure extends Error {}

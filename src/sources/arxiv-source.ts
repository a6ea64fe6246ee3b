import { arxivAtomReader } from '../ingestion/readers/arxiv-atom';
import { type ReadRecord, UnreadableFileError } from '../ingestion/record';
import { type FetchBounds, fetchBounded, FetchFailure } from '../lib/fetch-bounded';
import { type FetchedPaper, type MetadataSource, SourceFailure } from './metadata-source';

/** What arXiv asks of whoever uses its API: a request in three seconds, one at a time. */
const REQUEST_EVERY_MS = 3_000;
const TIMEOUT_MS = 10_000;
/** A paper takes some ten kilobytes; one of a thousand authors a hundred. */
const ANSWER_MAX_BYTES = 2_000_000;

/** How a reader calls what it reads. */
const FILE = { fileName: 'the answer of arXiv' };

export interface ArxivOptions {
  requestEveryMs?: number;
  timeoutMs?: number;
}

/** The API of arXiv at an address, `https://export.arxiv.org/api/query`. */
export function arxivSource(apiUrl: string, options: ArxivOptions = {}): MetadataSource {
  const { requestEveryMs = REQUEST_EVERY_MS, timeoutMs = TIMEOUT_MS } = options;
  return {
    name: 'arxiv',
    requestEveryMs,
    timeoutMs,
    async fetchPaper(arxivId, signal) {
      const url = new URL(apiUrl);
      url.searchParams.set('id_list', arxivId);
      url.searchParams.set('max_results', '1');
      const answer = await fetchAnswer(url, { timeoutMs, maxBytes: ANSWER_MAX_BYTES, signal });
      return pick(await readAnswer(answer), arxivId);
    },
  };
}

async function fetchAnswer(url: URL, bounds: FetchBounds): Promise<Buffer> {
  try {
    return await fetchBounded(url, { headers: { accept: 'application/atom+xml' } }, bounds);
  } catch (error) {
    if (error instanceof FetchFailure) throw new SourceFailure(error.message, { cause: error });
    throw error;
  }
}

async function readAnswer(answer: Buffer): Promise<ReadRecord[]> {
  try {
    const entries: ReadRecord[] = [];
    for await (const entry of arxivAtomReader.read(inOnePiece(answer), FILE)) entries.push(entry);
    return entries;
  } catch (error) {
    if (error instanceof UnreadableFileError) throw new SourceFailure(error.message);
    throw error;
  }
}

function pick(entries: ReadRecord[], arxivId: string): FetchedPaper {
  const [entry] = entries;
  if (!entry) return { refused: `arXiv has no paper ${arxivId}.` };
  if ('refused' in entry) return { refused: `What arXiv says of ${arxivId} cannot be used. ${entry.refused}` };
  if (entry.record.arxivId === arxivId) return { record: entry.record };
  throw new SourceFailure(`Asked for ${arxivId}, arXiv answered with ${entry.record.arxivId}.`);
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

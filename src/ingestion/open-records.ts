import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { arxivAtomReader } from './readers/arxiv-atom';
import { arxivLinesReader } from './readers/arxiv-lines';
import { dailyPapersApiReader } from './readers/daily-papers-api';
import { listingReader } from './readers/listing';
import { quote } from './readers/refusal';
import { isCalendarDate } from '../lib/calendar-date';
import { decodedText } from './readers/text-lines';
import { type ReadRecord, RECORD_FORMATS, type RecordFormat, type RecordReader, UnreadableFileError } from './record';

const HEAD_CHARS = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;

const READERS: Record<RecordFormat, RecordReader> = {
  listing: listingReader,
  'daily-papers-api': dailyPapersApiReader,
  'arxiv-lines': arxivLinesReader,
  'arxiv-atom': arxivAtomReader,
};

export interface OpenOptions {
  /** What the file is, where its content does not tell. */
  format?: RecordFormat;
  /** The day of the report, `YYYY-MM-DD`. */
  asOf?: string;
}

export interface OpenedRecords {
  reader: RecordReader;
  /** In bytes. */
  size: number;
  /** Reads the file from its beginning, each time anew, and tells how many bytes came with each piece of it. */
  read: (onBytes?: (count: number) => void) => AsyncIterable<ReadRecord>;
}

/** Finds the reader for a file. Throws UnreadableFileError where there is nothing that one of the readers could read. */
export async function openRecords(path: string, { format, asOf }: OpenOptions = {}): Promise<OpenedRecords> {
  requireCalendarDate(asOf);
  const { size } = await requireReadableFile(path);
  const reader = format ? READERS[format] : await recognisedReader(path);
  const options = { fileName: basename(path), ...(asOf !== undefined && { asOf }) };
  return { reader, size, read: (onBytes) => reader.read(fileBytes(path, onBytes), options) };
}

function requireCalendarDate(asOf: string | undefined): void {
  if (asOf === undefined || isCalendarDate(asOf)) return;
  throw new UnreadableFileError(
    `${quote(asOf)} is no day of the calendar; the day of the report is expected as "2026-06-12".`,
  );
}

async function requireReadableFile(path: string): Promise<Stats> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found.isDirectory()) throw new UnreadableFileError(`${quote(path)} is a folder; a file is expected.`);
  if (!found.isFile()) {
    throw new UnreadableFileError(`${quote(path)} is no regular file; one is expected, for it is read twice.`);
  }
  return found;
}

async function recognisedReader(path: string): Promise<RecordReader> {
  const head = await readHead(path);
  const reader = RECORD_FORMATS.map((format) => READERS[format]).find((candidate) => candidate.recognises(head));
  if (reader) return reader;
  throw new UnreadableFileError(
    `${quote(path)} is of no known format. Known are ${RECORD_FORMATS.join(', ')}; name one with --format to have it read as such.`,
  );
}

async function readHead(path: string): Promise<string> {
  let head = '';
  for await (const text of decodedText(fileBytes(path), basename(path))) {
    head += text;
    if (head.length >= HEAD_CHARS) break;
  }
  return head.slice(0, HEAD_CHARS);
}

async function* fileBytes(path: string, onBytes?: (count: number) => void): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onBytes?.(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What the system says of a file, as a sentence; any other error is ours and passes as it is. */
function unreadable(path: string, error: unknown): unknown {
  const isSystemError = typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
  if (!isSystemError) return error;
  const { code } = error;
  if (code === 'ENOENT') return new UnreadableFileError(`There is no file ${quote(path)}.`);
  if (code === 'EACCES' || code === 'EPERM') {
    return new UnreadableFileError(`${quote(path)} may not be read by the user who runs this.`);
  }
  return new UnreadableFileError(`${quote(path)} cannot be read: the system says ${String(code)}.`);
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PaperRecord, type ReadOptions, type ReadRecord, type RecordReader } from '../../../src/ingestion/record';

const ROOT = join(__dirname, '../../..');

export const SAMPLE_LISTING = join(ROOT, 'sample/daily-papers-2025-12-10.txt');

/** Real files that may not be copied into the project; they lie beside it, on some machines. */
const REAL_DATA = join(ROOT, '../shared/data');

export function realFile(path: string): string {
  return join(REAL_DATA, path);
}

/** `describe` where the real files are, else a `describe` that is skipped, and says so. */
export function describeWithRealFiles(path: string): jest.Describe {
  if (existsSync(realFile(path))) return describe;
  console.warn(`The real files of ../shared/data/${path} are not here; their tests are skipped.`);
  return describe.skip;
}

export async function* bytesOf(content: string | Buffer, chunkSize = Infinity): AsyncGenerator<Buffer> {
  await Promise.resolve();
  const bytes = Buffer.from(content);
  for (let from = 0; from < bytes.length; from += chunkSize) yield bytes.subarray(from, from + chunkSize);
}

/** All that a reader makes of a file's content. */
export async function readAll(
  reader: RecordReader,
  content: string | Buffer,
  options: Partial<ReadOptions> & { chunkSize?: number } = {},
): Promise<ReadRecord[]> {
  const { chunkSize, ...readOptions } = { fileName: 'papers', ...options };
  const read: ReadRecord[] = [];
  for await (const entry of reader.read(bytesOf(content, chunkSize), readOptions)) read.push(entry);
  return read;
}

export function recordsOf(read: ReadRecord[]): PaperRecord[] {
  return read.flatMap((entry) => ('record' in entry ? [entry.record] : []));
}

export function refusalsOf(read: ReadRecord[]): string[] {
  return read.flatMap((entry) => ('refused' in entry ? [`${entry.where}: ${entry.refused}`] : []));
}

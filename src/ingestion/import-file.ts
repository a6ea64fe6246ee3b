import { type Database } from '../db/database';
import { importRecords, type ImportOptions } from './import-records';
import { type ImportCounts } from './matching/apply-records';
import { openRecords, type OpenOptions } from './open-records';
import { type ReadRecord } from './record';

export interface ImportFileOptions extends OpenOptions, ImportOptions {
  /** Called as the file is read, which is done twice: to check it and to import it. */
  onProgress?: (bytesRead: number, totalBytes: number, phase: ImportPhase) => void;
}

export type ImportPhase = 'checking' | 'writing';

/**
 * Imports a file. Throws UnreadableFileError, before anything is written, where it is not a whole file of a known
 * format. An import that was ended may be repeated: it leads to the same end.
 */
export async function importFile(
  database: Database,
  path: string,
  options: ImportFileOptions = {},
): Promise<ImportCounts> {
  const file = await openRecords(path, options);
  const read = (phase: ImportPhase) => {
    let bytesRead = 0;
    return file.read((count) => {
      bytesRead += count;
      options.onProgress?.(bytesRead, file.size, phase);
    });
  };
  await readToEnd(read('checking'));
  return importRecords(database, read('writing'), options);
}

async function readToEnd(records: AsyncIterable<ReadRecord>): Promise<void> {
  const iterator = records[Symbol.asyncIterator]();
  while (!(await iterator.next()).done);
}

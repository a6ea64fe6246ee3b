import { type Database } from '../db/database';
import { importBatch, rehearseBatch } from './import-batch';
import { type AppliedRecords, type ImportCounts, type Refusal } from './matching/apply-records';
import { noteFinishedImport } from './note-progress';
import { type ReadRecord } from './record';
import { type RecordBatch, recordBatches } from './record-batches';

export interface ImportOptions {
  /** Count what would happen, and leave nothing. */
  dryRun?: boolean;
  onRefused?: (refusal: Refusal) => void;
}

type ReadRecords = AsyncIterable<ReadRecord> | Iterable<ReadRecord>;

/**
 * Imports records, in batches of one transaction each. What is imported when it ends early stays, and the whole may
 * be repeated.
 */
export async function importRecords(
  database: Database,
  records: ReadRecords,
  options: ImportOptions = {},
): Promise<ImportCounts> {
  if (options.dryRun) return rehearse(database, records, options);
  const counts = await importEach(records, (batch) => importBatch(database, batch), options);
  await noteFinishedImport(database.pool);
  return counts;
}

async function importEach(
  records: ReadRecords,
  run: (batch: RecordBatch) => Promise<AppliedRecords>,
  { onRefused }: ImportOptions,
): Promise<ImportCounts> {
  const counts: ImportCounts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  for await (const batch of recordBatches(records)) {
    const applied = await run(batch);
    counts.added += applied.counts.added;
    counts.changed += applied.counts.changed;
    counts.unchanged += applied.counts.unchanged;
    counts.refused += applied.counts.refused + batch.refusals.length;
    for (const refusal of [...batch.refusals, ...applied.refusals]) onRefused?.(refusal);
  }
  return counts;
}

/** Carries the counts out of a transaction that is to be rolled back. */
class RehearsalOver extends Error {
  constructor(readonly counts: ImportCounts) {
    super();
  }
}

/** All in one transaction, because a record may be that of a paper which an earlier one would have added. */
async function rehearse(database: Database, records: ReadRecords, options: ImportOptions): Promise<ImportCounts> {
  try {
    return await database.transaction(async (sql) => {
      throw new RehearsalOver(await importEach(records, (batch) => rehearseBatch(sql, batch.records), options));
    });
  } catch (error) {
    if (error instanceof RehearsalOver) return error.counts;
    throw error;
  }
}

import type { PoolClient } from 'pg';
import { type Database } from '../db/database';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf } from '../db/sql';
import { applyRecords, type AppliedRecords } from './matching/apply-records';
import { loadCandidates } from './matching/load-candidates';
import { type KeyedRecord } from './matching/working-paper';
import { noteBatch } from './note-progress';
import type { RecordBatch } from './record-batches';
import { writeBatch, writeWhatIsMatched } from './writing/write-batch';

/** The key of the advisory lock under which batches are written, so that no two imports add the same paper. */
const IMPORT_LOCK = 4_711_000_002;

/**
 * Every statement of a batch looks rows up by index. The planner, which has no statistics of tables that are being
 * filled, would at times read all of a table instead, or compile a statement for longer than it runs.
 */
const BEGIN_BATCH = prepared(`
  select pg_advisory_xact_lock($1::bigint), set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`);

/** Imports records in a transaction of their own. People who vote lock rows in an order of their own, hence the retries. */
export async function importBatch(database: Database, { records, refusals }: RecordBatch): Promise<AppliedRecords> {
  return retryConflicts(() =>
    database.transaction(async (sql) => {
      const applied = await importInto(sql, records);
      await noteBatch(sql, { ...applied.counts, refused: applied.counts.refused + refusals.length });
      return applied;
    }),
  );
}

/** Imports records into a transaction that does more than that. */
export async function importInto(sql: PoolClient, records: KeyedRecord[]): Promise<AppliedRecords> {
  const applied = await matchBatch(sql, records);
  await writeBatch(sql, applied.papers);
  return applied;
}

/** Imports records as far as the outcome of later ones depends on it, into a transaction that is not to be committed. */
export async function rehearseBatch(sql: PoolClient, records: KeyedRecord[]): Promise<AppliedRecords> {
  const applied = await matchBatch(sql, records);
  await writeWhatIsMatched(sql, applied.papers);
  return applied;
}

/** Keeps imports waiting until the transaction ends, and lets it write as they do. */
export async function beginBatch(sql: PoolClient): Promise<void> {
  await rowsOf(sql, BEGIN_BATCH, [IMPORT_LOCK]);
}

async function matchBatch(sql: PoolClient, records: KeyedRecord[]): Promise<AppliedRecords> {
  await beginBatch(sql);
  return applyRecords(await loadCandidates(sql, records), records);
}

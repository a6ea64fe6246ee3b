import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import type { ImportCounts } from './matching/apply-records';

/** Adds a batch to what imports did, inside its transaction. The lock under which batches are written keeps others from waiting here. */
export async function noteBatch(sql: SqlRunner, counts: ImportCounts): Promise<void> {
  await rowsOf(sql, NOTE_BATCH, [counts.added, counts.changed, counts.unchanged, counts.refused]);
}

export async function noteFinishedImport(sql: SqlRunner): Promise<void> {
  await rowsOf(sql, NOTE_FINISHED_IMPORT);
}

const NOTE_BATCH = prepared(`
  update import_progress set added = added + $1::integer, changed = changed + $2::integer,
    unchanged = unchanged + $3::integer, refused = refused + $4::integer, last_written_at = now()`);

const NOTE_FINISHED_IMPORT = prepared('update import_progress set imports = imports + 1, last_finished_at = now()');

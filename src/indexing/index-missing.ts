import type { Database } from '../db/database';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import { INDEX_VERSION } from './indexed-paper';
import { indexPapers } from './index-papers.service';

/** Papers of one transaction: no import waits longer for the lock of the index than for these. */
const BATCH = 500;

interface IndexMissingOptions {
  /** Told how many papers were written so far, of how many. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Writes what the index lacks: papers from before it, and those that an older version of its rules read. Each batch is a
 * transaction, so what was done stays when it ends early. Answers how many papers it wrote.
 */
export async function indexMissingPapers(database: Database, options: IndexMissingOptions = {}): Promise<number> {
  const total = options.onProgress ? await countUnindexedPapers(database.pool) : 0;
  if (total > 0) options.onProgress?.(0, total);
  let count = 0;
  for (let last = 0; !options.signal?.aborted;) {
    const missing = await rowsOf<{ id: number }>(database.pool, MISSING, [last, INDEX_VERSION]);
    if (missing.length === 0) break;
    const ids = missing.map(({ id }) => id);
    await retryConflicts(() => database.transaction((sql) => indexPapers(sql, ids)));
    count += ids.length;
    last = ids.at(-1)!;
    options.onProgress?.(count, total);
  }
  return count;
}

/** How many papers the index lacks, or has as an older version of its rules read them. Reads all of both tables. */
export async function countUnindexedPapers(sql: SqlRunner): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(sql, COUNT_MISSING, [INDEX_VERSION]);
  return row?.count ?? 0;
}

const isMissing = (version: string) =>
  `not exists (select from paper_terms t where t.paper_id = p.id and t.version = ${version}::smallint)`;

const MISSING = prepared(
  `select p.id from papers p where p.id > $1::integer and ${isMissing('$2')} order by p.id limit ${BATCH}`,
);
const COUNT_MISSING = prepared(`select count(*) from papers p where ${isMissing('$1')}`);

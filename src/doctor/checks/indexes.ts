import type { ClientBase } from 'pg';
import { rowsOf } from '../../db/sql';
import { countUnindexedPapers } from '../../indexing/index-missing';
import { broken, doubtful, type Finding, sound } from '../finding';

/** Indexes that a build which failed left behind: they cost with each write, and are never read. */
export async function checkIndexes(sql: ClientBase): Promise<Finding> {
  const rows = await rowsOf<{ name: string; isBeingBuilt: boolean }>(sql, INVALID_INDEXES);
  const left = rows.filter(({ isBeingBuilt }) => !isBeingBuilt).map(({ name }) => name);
  if (left.length > 0) {
    return broken(
      `Indexes that are not valid were left by a build that failed: ${left.join(', ')}.`,
      left.map((name) => `Run as their owner: reindex index concurrently ${name}`).join('; '),
    );
  }
  if (rows.length > 0) {
    return doubtful(
      `Indexes are being built just now: ${rows.map(({ name }) => name).join(', ')}.`,
      'Wait until they are, and look again.',
    );
  }
  return sound('All indexes are valid.');
}

export async function checkSearchIndex(sql: ClientBase): Promise<Finding> {
  const count = await countUnindexedPapers(sql);
  if (count === 0) return sound('Search has every paper.');
  return doubtful(
    `Search lacks ${count} ${count === 1 ? 'paper' : 'papers'}; a server reads them after its start.`,
    'Wait for that, or run: daily-papers index',
  );
}

const INVALID_INDEXES = `
  select i.indexrelid::regclass::text as name,
    exists (select from pg_stat_progress_create_index b where b.index_relid = i.indexrelid) as "isBeingBuilt"
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = to_regnamespace(quote_ident(current_schema())) and not (i.indisvalid and i.indisready)
  order by 1`;

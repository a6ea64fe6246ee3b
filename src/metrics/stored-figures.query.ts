import { prepared, rowsOf, type SqlRunner } from '../db/sql';

/** What the database keeps of itself, whichever process wrote it. */
export interface StoredFigures {
  papers: number;
  authors: number;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
  imports: number;
  lastWrittenAt: Date | null;
  lastFinishedAt: Date | null;
  /** For how long the webhook that waits longest has had something to be sent. */
  webhookLagSeconds: number;
}

/** Reads a handful of rows by key, whatever the size of the database. */
export async function storedFigures(sql: SqlRunner): Promise<StoredFigures> {
  const [figures] = await rowsOf<StoredFigures & { [column: string]: unknown }>(sql, STORED_FIGURES);
  if (!figures) throw new Error('The row of import_progress is missing.');
  return figures;
}

const STORED_FIGURES = prepared(`
  select (select count from totals where name = 'papers') as papers,
    (select count from totals where name = 'authors') as authors,
    added, changed, unchanged, refused, imports,
    last_written_at as "lastWrittenAt", last_finished_at as "lastFinishedAt",
    (select coalesce(extract(epoch from greatest(now() - min(due_at), interval '0')), 0)::float8 from webhooks) as "webhookLagSeconds"
  from import_progress`);

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
    last_written_at as "lastWrittenAt", last_finished_at as "lastFinishedAt"
  from import_progress`);

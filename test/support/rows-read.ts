import type { Database } from '../../src/db/database';

const ROWS_READ = `
  select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::integer as read from pg_stat_xact_user_tables
  where relname = any ($1)`;

/** How many rows of some tables a statement takes from them. */
export async function rowsReadBy(database: Database, tables: string[], text: string, values: unknown[]) {
  return database.transaction(async (sql) => {
    const readSoFar = async () => (await sql.query<{ read: number }>(ROWS_READ, [tables])).rows[0]?.read ?? 0;
    const before = await readSoFar();
    await sql.query(text, values);
    return (await readSoFar()) - before;
  });
}

import { setTimeout } from 'node:timers/promises';
import { startApi } from '../../list/child-server.mjs';
import { openSearch, PAGE_FIELDS } from '../search-client.mjs';

const POLL_MS = 20;
const OTHERS = `
  select from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;

/** Rows of tables, and entries of indexes, that the database read since its counters began; catalogs are left out. */
const ROWS_READ = `
  select (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables)
    + (select sum(idx_tup_read) from pg_stat_user_indexes) as count`;

/**
 * How many statements a question takes on average, and how many rows are read for it. The API is started for the purpose,
 * as PostgreSQL may count what a connection read only when that ends.
 */
export async function costOf(server, databaseName, questions, mode) {
  const atStart = await rowsRead(server, databaseName);
  const starting = await run(server, databaseName, [], mode);
  const before = await rowsRead(server, databaseName);
  const statements = await run(server, databaseName, questions, mode);
  const after = await rowsRead(server, databaseName);
  const rows = after - before - (before - atStart);
  return { statements: (statements - starting) / questions.length, rowsRead: Math.max(0, rows) / questions.length };
}

async function run(server, databaseName, questions, mode) {
  const api = await startApi(server.urlOf(databaseName));
  const search = openSearch(api.url, { fields: PAGE_FIELDS, mode });
  try {
    for (const question of questions) await search.ask(question);
    return await api.statementCount();
  } finally {
    search.close();
    await api.stop();
  }
}

/** Counts once everybody else has left, since that is when their counts are told. */
async function rowsRead(server, databaseName) {
  return server.connected(databaseName, async (client) => {
    while ((await client.query(OTHERS)).rowCount > 0) await setTimeout(POLL_MS);
    const { rows } = await client.query(ROWS_READ);
    return Number(rows[0].count);
  });
}

import type { ClientBase } from 'pg';
import { rowsOf } from '../../db/sql';
import { broken, doubtful, type Finding, sound } from '../finding';
import type { DatabaseNeeds } from '../settings';

/** Compares what migrations ran with what the program has; runs none. */
export async function checkMigrations(sql: ClientBase, { migrations }: DatabaseNeeds): Promise<Finding> {
  const [table] = await rowsOf<{ exists: boolean }>(sql, `select to_regclass('migrations') is not null as exists`);
  const rows = table?.exists ? await rowsOf<{ name: string }>(sql, 'select name from migrations') : [];
  const ran = rows.map(({ name }) => name);
  const missing = migrations.filter((name) => !ran.includes(name));
  const foreign = ran.filter((name) => !migrations.includes(name));
  if (missing.length > 0) {
    const what =
      ran.length === 0 ? 'No migration ran' : `${missing.length} of ${migrations.length} migrations did not run`;
    return broken(
      `${what}; missing are ${missing.join(', ')}.`,
      'Run: daily-papers migrate. The server does so when it starts.',
    );
  }
  if (foreign.length > 0) {
    return doubtful(
      `The database is newer than this program, which does not know ${foreign.join(', ')}.`,
      'Run the program that made it so, or a newer one.',
    );
  }
  return sound(`All ${migrations.length} migrations ran.`);
}

import { rowsOf, SqlRunner } from './sql';

/** Stores a setting unless it is there already; answers the one that holds, and whether it was stored just now. */
export async function settleSetting(sql: SqlRunner, name: string, value: string) {
  const insert = 'insert into settings (name, value) values ($1, $2) on conflict (name) do nothing returning name';
  const isNew = (await rowsOf(sql, insert, [name, value])).length > 0;
  const [row] = await rowsOf<{ value: string }>(sql, 'select value from settings where name = $1', [name]);
  return { value: row?.value ?? value, isNew };
}

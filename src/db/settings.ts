import { rowsOf, SqlRunner } from './sql';

/** Stores a setting unless it is there already; answers the one that holds. */
export async function settleSetting(sql: SqlRunner, name: string, value: string): Promise<string> {
  await rowsOf(sql, 'insert into settings (name, value) values ($1, $2) on conflict (name) do nothing', [name, value]);
  const [row] = await rowsOf<{ value: string }>(sql, 'select value from settings where name = $1', [name]);
  return row?.value ?? value;
}

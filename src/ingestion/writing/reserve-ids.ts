import { prepared, rowsOf, type SqlRunner } from '../../db/sql';

const RESERVE = prepared(`
  select array(
    select nextval(pg_get_serial_sequence($1, 'id'))::integer from generate_series(1, $2::integer)
  ) as ids`);

/** Takes ids of a table before its rows are written, so that the rows of other tables can refer to them. */
export async function reserveIds(sql: SqlRunner, table: 'papers' | 'authors', count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await rowsOf<{ ids: number[] }>(sql, RESERVE, [table, count]);
  return rows[0]!.ids;
}

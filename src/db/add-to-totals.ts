import { prepared, rowsOf, type SqlRunner } from './sql';
import type { Total } from './total.entity';

/**
 * Adds to kept totals, inside the transaction that adds the rows which they count. Nothing is written as well: by the
 * transaction that wrote these rows last, whoever keeps answers tells that something was imported.
 */
export async function addToTotals(sql: SqlRunner, added: Partial<Record<Total['name'], number>>): Promise<void> {
  await rowsOf(sql, ADD_TO_TOTALS, [Object.keys(added), Object.values(added)]);
}

const ADD_TO_TOTALS = prepared(`
  update totals set count = count + added.by
  from unnest($1::text[], $2::integer[]) as added (name, by)
  where totals.name = added.name`);

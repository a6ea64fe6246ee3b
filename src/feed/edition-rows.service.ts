import { prepared, rowsOf, SqlRunner } from '../db/sql';

const OPEN = prepared(`
  insert into editions (date) values ($1::date)
  on conflict (date) do update set paper_count = editions.paper_count`);

/** Makes the row of a day where there is none, and locks it: positions on it are given one after the other. */
export async function openEdition(sql: SqlRunner, date: string): Promise<void> {
  await rowsOf(sql, OPEN, [date]);
}

const LOCK = prepared('select from editions where date = any ($1::date[]) order by date for update');
const CLOSE = prepared(`
  delete from editions e
  where date = any ($1::date[]) and not exists (select from submissions where edition_date = e.date)`);

/** Takes away the rows of days that nothing stands on any more. Locked first, so that the second statement sees what came last. */
export async function closeEmptyEditions(sql: SqlRunner, dates: readonly string[]): Promise<void> {
  await rowsOf(sql, LOCK, [dates]);
  await rowsOf(sql, CLOSE, [dates]);
}

import { isAnyOf, prepared, rowsOf } from '../db/sql';
import type { Context } from '../graphql/context';
import { defineLoader, defineOwnLoader, inOrderOf } from '../graphql/loader';
import { defineNode } from '../graphql/node';
import { isCalendarDate } from '../lib/calendar-date';
import { today } from '../lib/today';
import { Edition } from './edition';

export interface EditionCount {
  date: string;
  paperCount: number;
}

const COUNTS = prepared(`select date, paper_count as "paperCount" from editions where date ${isAnyOf('$1', 'date')}`);

const paperCountByDate = defineLoader<string, EditionCount>(async (sql, dates) => {
  const rows = await rowsOf<EditionCount>(sql, COUNTS, [dates]);
  return inOrderOf(dates, rows, (row) => row.date);
});

/** The edition of a day up to today, perhaps an empty one; null for a later day. */
export async function editionOf(context: Context, date: string): Promise<Edition | null> {
  if (date > today(context.feedTimeZone)) return null;
  const counted = await paperCountByDate(context).load(date);
  return new Edition(date, counted?.paperCount ?? 0, context.feedTimeZone);
}

const NEWEST = prepared(
  'select date, paper_count as "paperCount" from editions where paper_count > 0 and date <= $1::date order by date desc limit 1',
);

/** The newest edition with a paper; null if there is none. */
export async function newestEdition(context: Context): Promise<Edition | null> {
  const [row] = await rowsOf<EditionCount>(context.database.pool, NEWEST, [today(context.feedTimeZone)]);
  return row ? new Edition(row.date, row.paperCount, context.feedTimeZone) : null;
}

interface Neighbours {
  date: string;
  previousDate: string | null;
  nextDate: string | null;
}

const NEIGHBOURS = prepared(`
  select day.date,
    (select max(e.date) from editions e where e.paper_count > 0 and e.date < day.date) as "previousDate",
    (select min(e.date) from editions e where e.paper_count > 0 and e.date > day.date and e.date <= $2::date) as "nextDate"
  from unnest($1::date[]) as day(date)`);

/** The nearest days with papers, before and after. */
export const neighboursOfDate = defineOwnLoader<string, Neighbours>(async ({ database, feedTimeZone }, dates) => {
  const rows = await rowsOf<Neighbours>(database.pool, NEIGHBOURS, [dates, today(feedTimeZone)]);
  return inOrderOf(dates, rows, (row) => row.date);
});

defineNode('Edition', async (context, key) => {
  return isCalendarDate(key) ? editionOf(context, key) : null;
});

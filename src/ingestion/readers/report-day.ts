import { isCalendarDate } from '../../lib/calendar-date';
import { DateTime } from 'luxon';
import { type ReadOptions } from '../record';

/** A day of the year as a page prints it, the year where it says one. */
export interface PrintedDay {
  month: number;
  day: number;
  year?: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PRINTED_DAY = /^([A-Z][a-z]{2}) (\d{1,2})(?:, (\d{4}))?$/;

/** Between two leap days lie up to eight years, as around 1900 and 2100. */
const YEARS_TO_LEAP_DAY = 8;

/** The first calendar date, `YYYY-MM-DD`, that stands in a file's name. */
export function dayInFileName(fileName: string): string | undefined {
  return (fileName.match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g) ?? []).find(isCalendarDate);
}

/** The day of the report: as the caller gave it, else as the file's name says. */
export function reportDay({ asOf, fileName }: ReadOptions): string | undefined {
  return asOf ?? dayInFileName(fileName);
}

export function startOfDay(day: string): string {
  return `${day}T00:00:00.000Z`;
}

/** Reads `Dec 10` or `Jan 30, 2023`; null for any other text. */
export function parsePrintedDay(text: string): PrintedDay | null {
  const [, monthName, day, year] = PRINTED_DAY.exec(text) ?? [];
  if (!monthName || !day || !MONTHS.includes(monthName)) return null;
  return { month: MONTHS.indexOf(monthName) + 1, day: Number(day), ...(year && { year: Number(year) }) };
}

/**
 * The day of a listing page, which prints no year: the newest such day that is not after the day of the report,
 * nor, where neither caller nor file name gives that, after today. Null for a day that no year has.
 */
export function pageDay(printed: PrintedDay, options: ReadOptions): string | null {
  const latest = reportDay(options) ?? DateTime.utc().toISODate();
  return newestDayUpTo(latest, printed, YEARS_TO_LEAP_DAY);
}

/** The day of a paper on a page: without a year it lies in the page's year, or the one before where it would be after the page's day. */
export function paperDay(printed: PrintedDay, page: string): string | null {
  return newestDayUpTo(page, printed, 1);
}

function newestDayUpTo(latest: string, { month, day, year }: PrintedDay, yearsBack: number): string | null {
  if (year !== undefined) return toIsoDay(year, month, day);
  const latestYear = Number(latest.slice(0, 4));
  for (let candidate = latestYear; candidate >= latestYear - yearsBack; candidate -= 1) {
    const found = toIsoDay(candidate, month, day);
    if (found !== null && found <= latest) return found;
  }
  return null;
}

function toIsoDay(year: number, month: number, day: number): string | null {
  const text = [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-');
  return isCalendarDate(text) ? text : null;
}

import { DateTime } from 'luxon';
import { today } from '../lib/today';

export enum TrendingWindow {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  ALL = 'ALL',
}

const DAYS_BEFORE_TODAY = { DAY: 1, WEEK: 7, MONTH: 30 };

/** The days that a window covers, today first; null where it covers all. */
export function daysOfWindow(window: TrendingWindow, timeZone: string): string[] | null {
  if (window === TrendingWindow.ALL) return null;
  const last = DateTime.fromISO(today(timeZone), { zone: 'UTC' });
  return Array.from({ length: DAYS_BEFORE_TODAY[window] + 1 }, (_, days) => last.minus({ days }).toISODate() as string);
}

import { Info, type Zone } from 'luxon';
import { DAY_MS, localDayAt, startOfLocalDay } from '../lib/local-day';

export enum HistoryInterval {
  HOUR = 'HOUR',
  DAY = 'DAY',
  WEEK = 'WEEK',
}

/** A year of days, a fortnight of hours, seven years of weeks: what a chart can show. Twenty papers with so many steps each are one request. */
export const MAX_HISTORY_STEPS = 400;

const HOUR_MS = 3_600_000;
const LENGTH_MS = { HOUR: HOUR_MS, DAY: DAY_MS, WEEK: 7 * DAY_MS };

/**
 * How many steps a span of time may touch at most, whatever the zone: two are cut, and clocks that are set forward make
 * one more of the same time.
 */
export function stepsAtMost(interval: HistoryInterval, from: number, to: number): number {
  return Math.max(0, Math.ceil((to - from) / LENGTH_MS[interval])) + 2;
}

/**
 * How many steps there are from the one that holds `from` to the one that holds the moment before `to`. Of more hours than
 * twice a history, one or two may be missing: a zone whose clocks jump by half an hour cuts one each time.
 */
export function countSteps(interval: HistoryInterval, from: number, to: number, timeZone: string): number {
  if (to - from <= 2 * MAX_HISTORY_STEPS * LENGTH_MS[interval]) {
    return stepBounds(interval, from, to, timeZone).length - 1;
  }
  const zone = Info.normalizeZone(timeZone);
  if (interval === HistoryInterval.HOUR) {
    const sinceFullHour = (((from - startOfLocalDay(localDayAt(from, zone), zone)) % HOUR_MS) + HOUR_MS) % HOUR_MS;
    return Math.ceil((to - from + sinceFullHour) / HOUR_MS);
  }
  const days = firstDay(interval, localDayAt(to - 1, zone)) - firstDay(interval, localDayAt(from, zone));
  return days / (interval === HistoryInterval.WEEK ? 7 : 1) + 1;
}

/**
 * The instants between steps, from the start of the step that holds `from` to the end of the one that holds the moment
 * before `to`. Days begin at midnight in the zone and weeks on Monday; hours are counted from midnight.
 */
export function stepBounds(interval: HistoryInterval, from: number, to: number, timeZone: string): number[] {
  const zone = Info.normalizeZone(timeZone);
  const bounds: number[] = [];
  for (const start of startsFrom(interval, from, zone)) {
    // A day that a zone left out, when it moved across the date line, has no length.
    if (start !== bounds.at(-1)) bounds.push(start);
    if (start >= to) break;
  }
  const first = bounds.findLastIndex((start) => start <= from);
  return bounds.slice(first);
}

/** The bounds of the newest steps up to the moment before `to`, as many as a history may have. */
export function newestBounds(interval: HistoryInterval, to: number, timeZone: string): number[] {
  const from = to - (MAX_HISTORY_STEPS + 1) * LENGTH_MS[interval];
  return stepBounds(interval, from, to, timeZone).slice(-(MAX_HISTORY_STEPS + 1));
}

/** Where steps begin, without end, from the first one of the day or week that holds an instant. */
function* startsFrom(interval: HistoryInterval, instant: number, zone: Zone): Generator<number> {
  const length = interval === HistoryInterval.WEEK ? 7 : 1;
  for (let day = firstDay(interval, localDayAt(instant, zone)); ; day += length) {
    const start = startOfLocalDay(day, zone);
    if (interval === HistoryInterval.HOUR) yield* hoursBetween(start, startOfLocalDay(day + 1, zone));
    else yield start;
  }
}

function* hoursBetween(start: number, end: number): Generator<number> {
  for (let hour = start; hour < end; hour += HOUR_MS) yield hour;
}

/** The day itself, or the Monday of its week: the first of January 1970 was a Thursday. */
function firstDay(interval: HistoryInterval, day: number): number {
  return interval === HistoryInterval.WEEK ? day - ((((day + 3) % 7) + 7) % 7) : day;
}

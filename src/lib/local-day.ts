import type { Zone } from 'luxon';

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** The number of the calendar day, from 1970-01-01 as 0, that the clocks of a zone show at an instant. */
export function localDayAt(instant: number, zone: Zone): number {
  return Math.floor(localClock(instant, zone) / DAY_MS);
}

/**
 * The instant at which a day begins in a zone. Where the clocks pass midnight twice that is the first time; where they
 * skip it, the moment of the change. Luxon and PostgreSQL take the second of two.
 */
export function startOfLocalDay(day: number, zone: Zone): number {
  const midnight = day * DAY_MS;
  const [before, after] = [midnight - DAY_MS, midnight + DAY_MS].map(
    (near) => midnight - zone.offset(near) * MINUTE_MS,
  ) as [number, number];
  const isBefore = before === after || localClock(before, zone) === midnight;
  return isBefore || localClock(after, zone) !== midnight ? before : after;
}

/** The number of a day that is written as `2025-12-10`. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** What the clocks show, as an instant of UTC. */
function localClock(instant: number, zone: Zone): number {
  return instant + zone.offset(instant) * MINUTE_MS;
}

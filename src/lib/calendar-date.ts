import { DateTime } from 'luxon';

/** Whether the text is a day that exists, as `2025-12-10`. There is no year 0: PostgreSQL knows that, ISO 8601 does not. */
export function isCalendarDate(text: string): boolean {
  return /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid;
}

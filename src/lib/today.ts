import { DateTime } from 'luxon';

/** Today's date in a time zone. */
export function today(timeZone: string): string {
  return DateTime.now().setZone(timeZone).toFormat('yyyy-MM-dd');
}

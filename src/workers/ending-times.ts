import type { Ending } from './messages';

/** A server stops within 9 s, its workers before, so that there is time to close the database. */
const WITH_ALL_WITHIN_MS = 8_000;

/** For clients that keep a connection without using it, and for what comes last of all; nobody waits for a worker that was replaced. */
const LEAVING_MS = 10_000;

/** A worker that hangs is ended by force this much later. */
export const FORCE_AFTER_MS = 500;

/** How long a worker may take to end, whatever it is doing. */
export function endsWithinMs(ending: Ending, requestMs: number): number {
  return ending === 'replaced' ? requestMs + LEAVING_MS : WITH_ALL_WITHIN_MS;
}

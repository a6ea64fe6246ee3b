import type { FastifyBaseLogger } from 'fastify';
import { AbandonedError } from '../../db/requests/database-failures';

/** How often one line tells of failures that all have the same cause, as when the database is away. */
const LOGGED_EVERY_MS = 1_000;

/** Tells of a request that failed for the state of the database. */
export type LogFailure = (failure: unknown, requestId: string) => void;

/** Logs at most one such failure a second, without a stack, and how many there were since the last. */
export function failureLog(log: FastifyBaseLogger): LogFailure {
  let loggedAt = -Infinity;
  let unlogged = 0;
  return (failure, requestId) => {
    // A client that goes away is no failure of ours.
    if (failure instanceof AbandonedError) return;
    unlogged++;
    const now = performance.now();
    if (now - loggedAt < LOGGED_EVERY_MS) return;
    log.warn(
      { requestId, requests: unlogged, reason: reasonOf(failure) },
      'requests fail for the state of the database',
    );
    loggedAt = now;
    unlogged = 0;
  };
}

function reasonOf(failure: unknown): string {
  const { message, code, cause } = failure as { message?: string; code?: string; cause?: unknown };
  const own = code ? `${message} (${code})` : String(message);
  return cause ? `${own} ${reasonOf(cause)}` : own;
}

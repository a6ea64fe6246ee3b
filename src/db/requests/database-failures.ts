/** A request took longer than it may; the message is a sentence that says how long that is. */
export class DeadlineError extends Error {}

/** Nobody waits for a request any more, so nobody reads this. */
export class AbandonedError extends Error {
  constructor() {
    super('Nobody waits for this request any more.');
  }
}

/** The database cannot be used now, and may be soon; the cause is the driver's and goes to nobody but the log. */
export class DatabaseUnavailableError extends Error {}

const QUERY_CANCELED = '57014';

/** Codes and classes of PostgreSQL that say nothing of a statement but of the connection, or of the server behind it. */
const UNAVAILABLE = [
  /^08/, // connection exceptions
  /^53/, // insufficient resources: too many connections, no memory, a full disk
  /^57P0/, // shutting down, crashed, starting up
  /^25P0[34]$/, // a transaction that was idle, or open, for too long: the session is ended
  /^25006$/, // read only: what was the primary is none any more
];

/** What the driver says without a code where a connection is gone. */
const CONNECTION_LOST =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Whether a statement failed for its connection or its server, and not for what it says. */
export function isUnavailable(error: unknown): boolean {
  const { code, syscall, message } = error as { code?: unknown; syscall?: unknown; message?: unknown };
  if (typeof syscall === 'string') return true;
  if (typeof code === 'string') return UNAVAILABLE.some((each) => each.test(code));
  return CONNECTION_LOST.test(String(message));
}

/** Whether PostgreSQL ended a statement for its time, or because somebody asked it to. */
export function isCanceled(error: unknown): boolean {
  return (error as { code?: unknown }).code === QUERY_CANCELED;
}

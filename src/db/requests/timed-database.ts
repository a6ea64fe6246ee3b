import { AbandonedError, DeadlineError } from './database-failures';
import { RequestDatabase, type RequestConnections } from './request-database';

/** One for all: nobody reads it, and to note where an error arose takes longer than a small request. */
const ABANDONED = new AbandonedError();

/** Opens the database to a request until its time is over or `end` is called. */
export function openTimedDatabase(requestPool: RequestConnections): { database: RequestDatabase; end: () => void } {
  const { requestMs } = requestPool;
  const database = new RequestDatabase(requestPool);
  const deadline = setTimeout(() => {
    database.end(new DeadlineError(`This request took longer than the ${requestMs} milliseconds allowed.`));
  }, requestMs);
  const end = () => {
    clearTimeout(deadline);
    // What still runs beside a part that failed is wanted by nobody either.
    database.end(ABANDONED);
  };
  return { database, end };
}

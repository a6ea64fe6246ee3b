import type { FastifyReply, FastifyRequest } from 'fastify';
import { AbandonedError, DeadlineError } from '../../db/requests/database-failures';
import { RequestDatabase } from '../../db/requests/request-database';
import type { Deployment } from '../../graphql/context';
import { whenOver } from './open-requests';

/** One for all: nobody reads it, and to note where an error arose takes longer than a small request. */
const ABANDONED = new AbandonedError();

type RequestBounds = Pick<Deployment, 'requestPool' | 'limits'>;

/** Opens the database to a request, until it is answered, its time is over or its client goes away. */
export function openRequestDatabase(request: FastifyRequest, reply: FastifyReply, bounds: RequestBounds) {
  const { database, end } = openTimedDatabase(bounds);
  whenOver(request.raw, reply.raw, end);
  return database;
}

/** As `openRequestDatabase`, until `end` is called. */
export function openTimedDatabase({ requestPool, limits }: RequestBounds): {
  database: RequestDatabase;
  end: () => void;
} {
  const { requestMs } = limits;
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

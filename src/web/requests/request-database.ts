import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestDatabase } from '../../db/requests/request-database';
import type { RequestPool } from '../../db/requests/request-pool';
import { openTimedDatabase } from '../../db/requests/timed-database';
import { whenOver } from './open-requests';

/** Opens the database to a request, until it is answered, its time is over or its client goes away. */
export function openRequestDatabase(
  request: IncomingMessage,
  response: ServerResponse,
  requestPool: RequestPool,
): RequestDatabase {
  const { database, end } = openTimedDatabase(requestPool);
  whenOver(request, response, end);
  return database;
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestDatabase } from '../../db/requests/request-database';
import type { RequestPool } from '../../db/requests/request-pool';
import { openTimedDatabase } from '../../db/requests/timed-database';
import { whenOver } from './open-requests';

/** Opens the database to a request, until it is answered, its time is over or its client goes away. */
export function openRequestDatabase(
  request: FastifyRequest,
  reply: FastifyReply,
  requestPool: RequestPool,
): RequestDatabase {
  const { database, end } = openTimedDatabase(requestPool);
  whenOver(request.raw, reply.raw, end);
  return database;
}

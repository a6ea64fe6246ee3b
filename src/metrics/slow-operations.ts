import type { FastifyBaseLogger } from 'fastify';
import type { FinishedOperation } from './finished-operation';

const NAME_MAX_LENGTH = 100;

/** A line by which a slow operation is found again; neither its document nor its variables, which may hold anybody's words. */
export function logSlowOperation(log: FastifyBaseLogger, operation: FinishedOperation): void {
  const { name, type, documentHash, milliseconds, cost, statements, outcome, requestId, viewer } = operation;
  log.warn(
    {
      requestId,
      operationName: name?.slice(0, NAME_MAX_LENGTH) ?? null,
      operationType: type,
      documentHash,
      milliseconds: Math.round(milliseconds),
      cost,
      statements,
      outcome,
      viewer,
    },
    'a slow operation',
  );
}

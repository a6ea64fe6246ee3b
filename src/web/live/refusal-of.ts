import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Metrics } from '../../metrics/metrics';
import { formatError, isInternal } from '../error-formatting';
import { databaseErrorOf } from '../failures/database-errors';
import type { LogFailure } from '../failures/failure-log';

export interface RefusalParts {
  log: FastifyBaseLogger;
  logFailure: LogFailure;
  metrics: Metrics;
}

/** The answer that says what was thrown, in the shape of all errors: counted, and logged where it is ours. */
export function refusalOf({ log, logFailure, metrics }: RefusalParts, error: unknown): FormattedExecutionResult {
  const requestId = randomUUID();
  if (isInternal(error)) log.error({ err: error, requestId }, 'a subscription failed');
  if (databaseErrorOf(error)) logFailure(error, requestId);
  const formatted = formatError(error instanceof GraphQLError ? error.toJSON() : { message: '' }, error);
  metrics.noteRefusal([formatted]);
  return { errors: [{ ...formatted, extensions: { ...formatted.extensions, requestId } }] };
}

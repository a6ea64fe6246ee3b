import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import type { FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Context } from '../graphql/context';
import { causeOf, databaseErrorOf } from './failures/database-errors';
import { isInternal } from './error-formatting';
import type { LogFailure } from './failures/failure-log';

/** Logs what went wrong on our side, puts the request id into every error, and says where nothing could be answered. */
export function answerPlugin(log: FastifyBaseLogger, logFailure: LogFailure): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue: { requestId }, operationName }) {
          tellFailures({ log, logFailure }, errors, { requestId, operationName });
          return Promise.resolve();
        },
        willSendResponse({ response: { body, http }, contextValue: { requestId } }) {
          if (body.kind !== 'single' || !body.singleResult.errors) return Promise.resolve();
          const retryAfter = finishErrors(body.singleResult, requestId);
          if (retryAfter !== null) http.headers.set('retry-after', retryAfter);
          return Promise.resolve();
        },
      }),
  };
}

export interface FailureLogs {
  log: FastifyBaseLogger;
  logFailure: LogFailure;
}

/** Logs what of the errors of an operation is our doing. */
export function tellFailures(
  { log, logFailure }: FailureLogs,
  errors: readonly GraphQLError[],
  { requestId, operationName }: { requestId: string; operationName: string | null | undefined },
): void {
  for (const error of errors.filter(isInternal)) {
    log.error({ err: unwrapResolverError(error), requestId, operationName }, 'a request failed');
  }
  // Fields that fail together fail for one reason.
  const failure = errors.map(causeOf).find(databaseErrorOf);
  if (failure) logFailure(failure, requestId);
}

/**
 * Gives the errors of an answer the request id, and makes it that of the whole request where the state of the database
 * left a field without one. Answers after how many seconds the client should come again then.
 */
export function finishErrors(result: FormattedExecutionResult, requestId: string): string | null {
  if (!result.errors) return null;
  const refusal = result.errors.find(isUnavailable);
  if (refusal) delete result.data;
  const errors = refusal ? [asOfRequest(refusal)] : result.errors;
  result.errors = errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
  return refusal ? String(refusal.extensions?.retryAfterSeconds) : null;
}

function isUnavailable({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === 'SERVICE_UNAVAILABLE';
}

/** One field that the state of the database left without an answer is a refusal of the whole request, and of no field. */
function asOfRequest({ message, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  return { message, ...(extensions && { extensions }) };
}

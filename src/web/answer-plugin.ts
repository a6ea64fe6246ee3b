import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
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
          for (const error of errors.filter(isInternal)) {
            log.error({ err: unwrapResolverError(error), requestId, operationName }, 'a request failed');
          }
          // Fields that fail together fail for one reason.
          const failure = errors.map(causeOf).find(databaseErrorOf);
          if (failure) logFailure(failure, requestId);
          return Promise.resolve();
        },
        willSendResponse({ response: { body, http }, contextValue: { requestId } }) {
          if (body.kind !== 'single' || !body.singleResult.errors) return Promise.resolve();
          const result = body.singleResult;
          const refusal = body.singleResult.errors.find(isUnavailable);
          if (refusal) {
            delete result.data;
            http.headers.set('retry-after', String(refusal.extensions?.retryAfterSeconds));
          }
          const errors = refusal ? [asOfRequest(refusal)] : body.singleResult.errors;
          result.errors = errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
          return Promise.resolve();
        },
      }),
  };
}

function isUnavailable({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === 'SERVICE_UNAVAILABLE';
}

/** One field that the state of the database left without an answer is a refusal of the whole request, and of no field. */
function asOfRequest({ message, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  return { message, ...(extensions && { extensions }) };
}

import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import type { Context } from '../graphql/context';
import { isInternal } from './error-formatting';

/** Logs what went wrong on our side, puts the request id into every error, and sets the status that the client expects. */
export function answerPlugin(log: FastifyBaseLogger): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue, operationName }) {
          for (const error of errors.filter(isInternal)) {
            log.error(
              { err: unwrapResolverError(error), requestId: contextValue.requestId, operationName },
              'a request failed',
            );
          }
          return Promise.resolve();
        },
        willSendResponse({ request, response, contextValue }) {
          if (response.body.kind === 'single' && response.body.singleResult.errors) {
            const { requestId } = contextValue;
            response.body.singleResult.errors = response.body.singleResult.errors.map((error) => ({
              ...error,
              extensions: { ...error.extensions, requestId },
            }));
            const accept = request.http?.headers.get('accept') ?? '';
            response.http.status = statusOf(
              response.http.status,
              response.body.singleResult.data !== undefined,
              accept,
            );
          }
          return Promise.resolve();
        },
      }),
  };
}

/**
 * GraphQL over HTTP: `application/json` answers 200 to whatever is well-formed, because old proxies speak that type as
 * well; `application/graphql-response+json` answers 400 where nothing was executed.
 */
function statusOf(status: number | undefined, wasExecuted: boolean, accept: string): number {
  if (status === 405) return status;
  return wasExecuted || !accept.includes('application/graphql-response+json') ? 200 : 400;
}

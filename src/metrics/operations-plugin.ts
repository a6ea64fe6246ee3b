import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';
import type { Context } from '../graphql/context';
import { type FinishedOperation, outcomeOf } from './finished-operation';
import type { Metrics } from './metrics';
import { logSlowOperation } from './slow-operations';

export interface OperationsPluginParts {
  metrics: Metrics;
  log: FastifyBaseLogger;
  slowOperationMs: number;
}

/** Counts what GraphQL answered, and writes down what took long. */
export function operationsPlugin({
  metrics,
  log,
  slowOperationMs,
}: OperationsPluginParts): ApolloServerPlugin<Context> {
  return {
    requestDidStart() {
      const startedAt = performance.now();
      return Promise.resolve({
        willSendResponse(request) {
          const operation = finishedOperation(request, performance.now() - startedAt);
          metrics.noteOperation(operation);
          if (operation.milliseconds > slowOperationMs) logSlowOperation(log, operation);
          return Promise.resolve();
        },
      });
    },
  };
}

function finishedOperation(
  request: GraphQLRequestContextWillSendResponse<Context>,
  milliseconds: number,
): FinishedOperation {
  const { contextValue, operation, queryHash = null, response } = request;
  const { errors = [], data = null } = response.body.kind === 'single' ? response.body.singleResult : {};
  return {
    name: operation?.name?.value ?? null,
    type: operation?.operation ?? 'none',
    documentHash: queryHash,
    milliseconds,
    cost: contextValue.cost.requested,
    statements: operation ? contextValue.database.statementCount : null,
    errors,
    outcome: outcomeOf(errors, data !== null && Object.values(data).some((value) => value !== null)),
    requestId: contextValue.requestId,
    viewer: viewerKindOf(contextValue),
  };
}

function viewerKindOf({ viewer }: Context): FinishedOperation['viewer'] {
  if (!viewer) return 'nobody';
  return viewer.accessTokenId === null ? 'sign-in' : 'access token';
}

import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';
import type { FormattedExecutionResult, OperationDefinitionNode } from 'graphql';
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
          noteOperation({ metrics, log, slowOperationMs }, partsOf(request, performance.now() - startedAt));
          return Promise.resolve();
        },
      });
    },
  };
}

/** What was answered, to whom, and how long it took. */
interface AnsweredOperation {
  operation: OperationDefinitionNode | undefined;
  documentHash: string | null;
  milliseconds: number;
  result: FormattedExecutionResult;
  context: AnsweredFor;
}

/** Of the context of an operation, what is told of it. */
export type AnsweredFor = Pick<Context, 'cost' | 'requestId' | 'viewer'> & {
  database: Pick<Context['database'], 'statementCount'>;
};

/** Counts an operation that was answered, and writes down one that took long. */
export function noteOperation(parts: OperationsPluginParts, answered: AnsweredOperation): void {
  const finished = finishedOperation(answered);
  parts.metrics.noteOperation(finished);
  if (finished.milliseconds > parts.slowOperationMs) logSlowOperation(parts.log, finished);
}

function partsOf(request: GraphQLRequestContextWillSendResponse<Context>, milliseconds: number): AnsweredOperation {
  const { contextValue: context, operation, queryHash: documentHash = null, response } = request;
  const result = response.body.kind === 'single' ? response.body.singleResult : {};
  return { operation, documentHash, milliseconds, result, context };
}

function finishedOperation(answered: AnsweredOperation): FinishedOperation {
  const { context, operation, documentHash, milliseconds } = answered;
  const { errors = [], data = null } = answered.result;
  return {
    name: operation?.name?.value ?? null,
    type: operation?.operation ?? 'none',
    documentHash,
    milliseconds,
    cost: context.cost.requested,
    statements: operation ? context.database.statementCount : null,
    errors,
    outcome: outcomeOf(errors, data !== null && Object.values(data).some((value) => value !== null)),
    requestId: context.requestId,
    viewer: viewerKindOf(context),
  };
}

function viewerKindOf({ viewer }: AnsweredFor): FinishedOperation['viewer'] {
  if (!viewer) return 'nobody';
  return viewer.accessTokenId === null ? 'sign-in' : 'access token';
}

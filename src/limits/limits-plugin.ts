import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Context } from '../graphql/context';
import { checkLimit, type Limits } from '../graphql/limits';
import { OperationMeter } from './operation-meter';
import { requireStorable } from './storable-text';

/** Refuses an operation that is over a limit, after it was validated and before anything runs, and says what each one costs. */
export const limitsPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ schema, document, operation, request, contextValue }) {
        if (!operation) return Promise.resolve();
        const { limits, cost } = contextValue;
        const { variables = {} } = request;
        requireStorable('A variable', variables);
        const measured = measureOperation(limits, schema, document, operation, variables);
        if (measured === null) return Promise.resolve();
        cost.requested = measured;
        checkLimit(limits, 'cost', measured);
        return Promise.resolve();
      },
      willSendResponse({ response, contextValue: { cost, limits } }) {
        if (response.body.kind === 'single') {
          const { singleResult } = response.body;
          singleResult.extensions = {
            ...singleResult.extensions,
            ...costExtension(limits, cost.requested),
          };
        }
        return Promise.resolve();
      },
    }),
};

/** What an answer says of its cost. */
export function costExtension(limits: Limits, requested: number) {
  return { cost: { requested, limit: limits.cost } };
}

/** What an operation costs with these variables, which can be stored; null where they do not fit, which execution reports in its own words. */
export function measureOperation(
  limits: Limits,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  input: Record<string, unknown>,
): number | null {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], input);
  return coerced ? new OperationMeter(limits, schema, document, coerced).costOf(operation) : null;
}

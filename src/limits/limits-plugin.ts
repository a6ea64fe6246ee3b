import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Context } from '../graphql/context';
import { checkLimit } from '../graphql/limits';
import { OperationMeter } from './operation-meter';
import { requireStorable } from './storable-text';

/** Refuses an operation that is over a limit, after it was validated and before anything runs, and says what each one costs. */
export const limitsPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ schema, document, operation, request, contextValue }) {
        if (operation) measureOperation(contextValue, schema, document, operation, request.variables ?? {});
        return Promise.resolve();
      },
      willSendResponse({ response, contextValue: { cost, limits } }) {
        if (response.body.kind === 'single') {
          const { singleResult } = response.body;
          singleResult.extensions = {
            ...singleResult.extensions,
            cost: { requested: cost.requested, limit: limits.cost },
          };
        }
        return Promise.resolve();
      },
    }),
};

function measureOperation(
  { limits, cost }: Context,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  input: Record<string, unknown>,
): void {
  requireStorable('A variable', input);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], input);
  // Variables that do not fit are reported by execution, in its own words.
  if (!coerced) return;
  cost.requested = new OperationMeter(limits, schema, document, coerced).costOf(operation);
  checkLimit(limits, 'cost', cost.requested);
}

import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Context } from '../graphql/context';
import { limitExceeded } from '../graphql/errors';
import { MAX_ALIASES, MAX_COST, MAX_DEPTH } from './limits';
import { holdsNul, refuseNul } from './nul';
import { OperationMeter } from './operation-meter';

/** Refuses an operation that is over a limit, after it was validated and before anything runs. */
export const limitsPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ schema, document, operation, request }) {
        if (operation) checkOperation(schema, document, operation, request.variables ?? {});
        return Promise.resolve();
      },
    }),
};

function checkOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  input: Record<string, unknown>,
): void {
  if (holdsNul(input)) refuseNul('A variable');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], input);
  // Variables that do not fit are reported by execution, in its own words.
  if (!coerced) return;
  const meter = new OperationMeter(schema, document, coerced);
  const cost = meter.costOf(operation);
  if (meter.depth > MAX_DEPTH) throw limitExceeded('depth', MAX_DEPTH, meter.depth, 'levels of fields');
  if (meter.aliases > MAX_ALIASES) throw limitExceeded('aliases', MAX_ALIASES, meter.aliases, 'aliases');
  if (cost > MAX_COST) throw limitExceeded('cost', MAX_COST, cost, 'points of cost');
}

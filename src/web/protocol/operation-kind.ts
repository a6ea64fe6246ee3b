import type { ApolloServerPlugin } from '@apollo/server';
import { OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Context } from '../../graphql/context';
import { requestError } from '../../graphql/errors';

/** Executed like a query, a subscription would run its first resolver and answer something that is no event. */
export function refuseSubscription({ operation }: OperationDefinitionNode): void {
  if (operation !== OperationTypeNode.SUBSCRIPTION) return;
  throw requestError(
    'BAD_REQUEST',
    'This is a subscription, which cannot be answered by one response; send a query or a mutation.',
  );
}

export const operationKindPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        if (operation) refuseSubscription(operation);
        return Promise.resolve();
      },
    }),
};

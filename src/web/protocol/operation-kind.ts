import type { ApolloServerPlugin } from '@apollo/server';
import { OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Context } from '../../graphql/context';
import { requestError } from '../../graphql/errors';

/**
 * Refuses what the way that it came by has no answer for. Executed like a query, a subscription would run its first
 * resolver and answer something that is no event.
 */
export function requireKind({ operation }: OperationDefinitionNode, isSubscribing: boolean): void {
  const isSubscription = operation === OperationTypeNode.SUBSCRIPTION;
  if (isSubscription === isSubscribing) return;
  throw requestError(
    'BAD_REQUEST',
    isSubscription
      ? 'This is a subscription, which cannot be answered by one response: send it over a WebSocket to /graphql, or as a POST to /graphql/stream.'
      : `This is a ${operation}, and only subscriptions are answered here: send it as a POST to /graphql.`,
  );
}

export const operationKindPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation, contextValue: { subscription } }) {
        if (operation) requireKind(operation, subscription !== null);
        return Promise.resolve();
      },
    }),
};

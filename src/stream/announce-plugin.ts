import type { ApolloServerPlugin } from '@apollo/server';
import { type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Context } from '../graphql/context';

/** Wakes those who follow the stream once a mutation was committed, and lets nobody wait for that. */
export function announce(operation: OperationDefinitionNode | undefined, { changes }: Pick<Context, 'changes'>): void {
  if (operation?.operation === OperationTypeNode.MUTATION) changes.announce();
}

export const announcePlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ operation, contextValue }) {
        announce(operation, contextValue);
        return Promise.resolve();
      },
    }),
};

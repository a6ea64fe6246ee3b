import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { Context } from '../graphql/context';

/** Wakes those who follow the stream once a mutation was committed, and lets nobody wait for that. */
export const announcePlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ operation, contextValue: { changes } }) {
        if (operation?.operation === OperationTypeNode.MUTATION) changes.announce();
        return Promise.resolve();
      },
    }),
};

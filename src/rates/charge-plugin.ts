import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../graphql/context';
import { countQuotas } from './count-quotas';

/** Charges an operation once it is known what it costs, and before anything of it runs. Comes after the plugin that knows. */
export const chargePlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      async didResolveOperation({ schema, document, operation, request, contextValue: { charges, cost } }) {
        const counts = operation && countQuotas(schema, document, operation, request.variables ?? {});
        await charges.charge(cost.requested, counts);
      },
    }),
};

import { ApolloServer, ApolloServerOptionsWithGateway, ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Context } from './graphql/context';
import { createExecutor } from './executor';
import { limitsPlugin } from './limits/limits-plugin';
import { answerPlugin } from './web/answer-plugin';
import { formatError } from './web/error-formatting';

/** Apollo Server with what this API wants of it and nothing else, whatever NODE_ENV and APOLLO_… variables say. */
export function createApollo(schema: GraphQLSchema, log: FastifyBaseLogger): ApolloServer<Context> {
  const plugins: ApolloServerPlugin<Context>[] = [
    limitsPlugin,
    answerPlugin(log),
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
  return new ApolloServer<Context>({
    gateway: localGateway(schema),
    plugins,
    formatError,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    // A page elsewhere can send a query by GET, but with no bearer: browsers add none by themselves, and we read no
    // cookie. What a POST may be is settled by its content type.
    csrfPrevention: false,
    logger: log,
  });
}

type Gateway = NonNullable<ApolloServerOptionsWithGateway<Context>['gateway']>;

/** A gateway is how Apollo Server lets somebody else execute; ours leads to the schema at hand. */
function localGateway(schema: GraphQLSchema): Gateway {
  const run = createExecutor(schema);
  return {
    load: () =>
      Promise.resolve({
        executor: async ({ document, request, context }) =>
          run({ document, operationName: request.operationName ?? null, variables: request.variables ?? {}, context }),
      }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

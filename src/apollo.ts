import { ApolloServer, ApolloServerOptionsWithGateway, ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { SubscriptionEvent } from './graphql/subscription';
import type { Context } from './graphql/context';
import { type Execute, openEvents } from './executor';
import { limitsPlugin } from './limits/limits-plugin';
import { type OperationsPluginParts, operationsPlugin } from './metrics/operations-plugin';
import { chargePlugin } from './rates/charge-plugin';
import { announcePlugin } from './stream/announce-plugin';
import { answerPlugin } from './web/answer-plugin';
import type { KnownOperations } from './web/answering/known-operations';
import { formatError } from './web/error-formatting';
import type { LogFailure } from './web/failures/failure-log';
import { operationKindPlugin } from './web/protocol/operation-kind';

export interface ApolloParts extends OperationsPluginParts {
  execute: Execute;
  known: KnownOperations;
  logFailure: LogFailure;
}

/** Apollo Server with what this API wants of it and nothing else, whatever NODE_ENV and APOLLO_… variables say. */
export function createApollo(schema: GraphQLSchema, parts: ApolloParts): ApolloServer<Context> {
  const { log, logFailure, execute, known } = parts;
  const plugins: ApolloServerPlugin<Context>[] = [
    operationKindPlugin,
    limitsPlugin,
    chargePlugin,
    answerPlugin(log, logFailure),
    operationsPlugin(parts),
    announcePlugin,
    known.plugin,
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
  return new ApolloServer<Context>({
    gateway: localGateway(schema, execute),
    plugins,
    formatError,
    introspection: true,
    validationOptions: { maxErrors: MAX_TOLD_FAULTS },
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    logger: log,
  });
}

/** Each unknown name is compared with all that are known, for what may have been meant; nobody mends more at once. */
const MAX_TOLD_FAULTS = 20;

type Gateway = NonNullable<ApolloServerOptionsWithGateway<Context>['gateway']>;

/** A gateway is how Apollo Server lets somebody else execute; ours leads to the schema at hand. */
function localGateway(schema: GraphQLSchema, run: Execute): Gateway {
  return {
    load: () =>
      Promise.resolve({
        async executor({ document, request, ...given }) {
          const context = given.context as Context;
          const { subscription } = context;
          const { operationName = null, variables = {} } = request;
          if (subscription?.name !== 'opening') {
            return run({ document, operationName, variables, context, root: subscription?.event });
          }
          const opened = await openEvents(schema, { document, operationName, variables, context });
          if (!(Symbol.asyncIterator in opened)) return opened;
          subscription.events = opened as AsyncIterable<SubscriptionEvent>;
          return { data: null };
        },
      }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

import 'reflect-metadata';
import { GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { resolvers } from './slices';

/** The schema of all slices, in alphabetical order, so that a change of it reads as one. */
export function createSchema(): GraphQLSchema {
  // Arguments are checked where they are used, with sentences that quote them.
  return lexicographicSortSchema(buildSchemaSync({ resolvers, validate: false, pubSub: NO_PUB_SUB }));
}

/** The schema as it is committed in `schema/schema.graphql` and served at `/schema.graphql`. */
export function printSdl(schema: GraphQLSchema): string {
  return `${printSchema(schema)}\n`;
}

/** type-graphql wants one wherever there are subscriptions; ours follow the change stream. */
const NO_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('A subscription says in `subscribe` what it follows.');
  },
};

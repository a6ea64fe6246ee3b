import 'reflect-metadata';
import { GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync, type BuildSchemaOptions, type PubSub } from 'type-graphql';
import { callLeanly } from './lean-resolvers';
import { notePapersShown } from './papers-shown';
import { resolvers } from './slices';

let schema: GraphQLSchema | undefined;

/** The schema of all slices, in alphabetical order, so that a change of it reads as one. It is made once. */
export function apiSchema(): GraphQLSchema {
  return (schema ??= notePapersShown(callLeanly(lexicographicSortSchema(buildSchemaSync(SCHEMA_OPTIONS)))));
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

const SCHEMA_OPTIONS: BuildSchemaOptions = {
  resolvers,
  // Arguments are checked where they are used, with sentences that quote them.
  validate: false,
  pubSub: NO_PUB_SUB,
  // Apollo looks at it as well, before it serves it.
  skipCheck: true,
};

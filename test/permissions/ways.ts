import {
  getNamedType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  isEnumType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { World } from './world';

/** How to reach a type: what stands around a selection of it. */
type Way = (selection: string, world: World, instance: string | undefined) => string;

/** The shortest way to each type, from what has an id of its own in the world, over fields that need no arguments but enums. */
export function waysThrough(schema: GraphQLSchema, world: World): Map<string, Way> {
  const ways = new Map<string, Way>([
    ['Query', (selection) => selection],
    ['PaperSearchConnection', (selection) => `search(query: "paper") { ${selection} }`],
    ['Change', (selection) => `changes(kinds: [PAPER_UPVOTED]) { nodes { ${selection} } }`],
    ['Suggestion', (selection) => `suggest(prefix: "a") { ${selection} }`],
  ]);
  const isNode = (name: string) => name in world.ids && isObjectType(schema.getType(name));
  for (const name of Object.keys(world.ids).filter(isNode)) {
    ways.set(name, (selection, { ids }, instance = name) => {
      return `node(id: "${ids[instance]}") { ... on ${name} { ${selection} } }`;
    });
  }
  // Query comes last: what hangs on a thing of the world is known to have something to show.
  const queue = [...ways.keys()].filter((name) => name !== 'Query').concat('Query');
  for (const from of queue) {
    for (const field of Object.values((schema.getType(from) as GraphQLObjectType).getFields())) {
      const { name } = getNamedType(field.type);
      const args = requiredArgumentsOf(field);
      if (!isObjectType(schema.getType(name)) || ways.has(name) || args === null) continue;
      const before = ways.get(from) as Way;
      ways.set(name, (selection, ...rest) => before(`${field.name}${args} { ${selection} }`, ...rest));
      queue.push(name);
    }
  }
  return ways;
}

/** What a field must be given, `(interval: DAY)`; null where that is more than a choice. */
function requiredArgumentsOf(field: GraphQLField<unknown, unknown>): string | null {
  const args = field.args.filter(isRequiredArgument).map(({ name, type }) => {
    const choice = getNamedType(type);
    return isEnumType(choice) ? `${name}: ${choice.getValues()[0]?.name}` : null;
  });
  if (args.includes(null)) return null;
  return args.length ? `(${args.join(', ')})` : '';
}

/** A field as it is asked for, with the least below it. */
export function selectionOf(field: GraphQLField<unknown, unknown>): string {
  return isLeafType(getNamedType(field.type)) ? field.name : `${field.name} { __typename }`;
}

/** What an answer has under the name `field`, of lists the first; null where the way to it ends in null or in nothing. */
export function valueAt(answer: unknown): unknown {
  const value: unknown = Array.isArray(answer) ? answer[0] : answer;
  if (value === null || value === undefined || typeof value !== 'object') return null;
  return 'field' in value ? value.field : valueAt(Object.values(value)[0]);
}

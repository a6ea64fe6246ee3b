import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { apiSchema } from '../../src/schema';
import { selectionOf, waysThrough } from '../permissions/ways';
import { buildWorld, World } from '../permissions/world';
import { HOSTILE_TEXTS, UNSTORABLE_TEXTS } from '../support/hostile-texts';
import type { Answer } from '../support/test-server';
import { TextPosition, textPositions } from './text-positions';

const schema = apiSchema();
const positions = textPositions(schema);

/** As many at once as a request may hold under names of their own. */
const TEXTS_AT_ONCE = 16;
const texts = Object.values(HOSTILE_TEXTS);

let world: World;
let ways: ReturnType<typeof waysThrough>;
beforeAll(async () => {
  world = await buildWorld();
  ways = waysThrough(schema, world);
});
afterAll(() => world.server.close());

/** Asks for the field once for each text, all in one request; a subscription has one field, so there each is a request. */
async function ask(position: TextPosition, ownTexts: string[]) {
  if (position.type !== 'Subscription') return askAtOnce(position, ownTexts);
  const refusals = [];
  for (const text of ownTexts) refusals.push(...(await subscribe(position, text)));
  return { data: null, errors: refusals };
}

/** Any text does for the other arguments of a field, but for a day. */
const withDay = (args: string) => args.replace('date: "x"', 'date: "2025-01-02"');

/** Opens a subscription and leaves it; answers why it was refused. */
async function subscribe({ field, scalar, argumentsWith }: TextPosition, text: string) {
  const leaving = new AbortController();
  const response = await fetch(`${world.server.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({
      query: `subscription ($t: ${scalar}!) { ${field}${withDay(argumentsWith('$t'))} { cursor } }`,
      variables: { t: text },
    }),
    signal: leaving.signal,
  });
  try {
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) return [];
    return ((await response.json()) as Answer).errors ?? [];
  } finally {
    leaving.abort();
  }
}

function askAtOnce(position: TextPosition, ownTexts: string[]) {
  const { type, field, scalar, argumentsWith } = position;
  const fieldOfType = (schema.getType(type) as GraphQLObjectType).getFields()[field]!;
  const variables = Object.fromEntries(ownTexts.map((text, index) => [`t${index}`, text]));
  const declared = ownTexts.map((_, index) => `$t${index}: ${scalar}!`).join(', ');
  const selection = type === 'Mutation' ? selectionOfPayload(fieldOfType) : below(selectionOf(fieldOfType));
  const fields = ownTexts.map((_, index) => `a${index}: ${field}${argumentsWith(`$t${index}`)} ${selection}`);
  const isRoot = type === 'Mutation' || type === 'Query';
  const way = type === 'Mutation' ? (inside: string) => inside : ways.get(type);
  if (!way) throw new Error(`No way leads to ${type}.`);
  const query = `${type === 'Mutation' ? 'mutation' : 'query'} (${declared}) { ${way(fields.join('\n'), world, undefined)} }`;
  return world.server.ask<object>(query, variables, world.tokens[isRoot ? 'admin' : 'author']);
}

/** What stands behind the name of the field. */
const below = (selection: string) => selection.replace(/^\w+/, '');

/** A secret is asked for, so that the search for secrets knows it. */
function selectionOfPayload({ type }: GraphQLField<unknown, unknown>): string {
  const { secret } = (type as GraphQLObjectType).getFields();
  return `{ clientMutationId ${secret ? 'secret' : ''} }`;
}

function* batches(): Generator<string[]> {
  for (let at = 0; at < texts.length; at += TEXTS_AT_ONCE) yield texts.slice(at, at + TEXTS_AT_ONCE);
}

describe('the positions of texts', () => {
  it('are found in inputs, below them, and in lists', () => {
    expect(positions.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Mutation.addComment(input.body)',
        'Query.papers(filter.publishedOn.from)',
        'Query.nodes(ids)',
        'Paper.comments(after)',
      ]),
    );
  });
});

describe.each(positions)('$name', (position) => {
  it('takes hostile texts, or refuses them as no fit', async () => {
    for (const batch of batches()) {
      const { data, errors = [] } = await ask(position, batch);
      expect(errors.filter(({ extensions }) => extensions.code !== 'BAD_USER_INPUT')).toEqual([]);
      if (position.path.at(-1) === 'clientMutationId') {
        const kept = Object.values(data ?? {}) as { clientMutationId: string }[];
        expect(kept.map(({ clientMutationId }) => clientMutationId)).toEqual(batch);
      }
    }
  });

  it.each(Object.entries(UNSTORABLE_TEXTS))('refuses %s in a sentence', async (_what, text) => {
    const { data, errors } = await ask(position, [text]);
    expect(data ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ message: expect.stringMatching(/^[A-Z].+\.$/s) as string });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

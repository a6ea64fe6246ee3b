import { GraphQLObjectType, isObjectType } from 'graphql';
import { apiSchema } from '../../src/schema';
import { MutationRule, Outcome, Rule } from './rule';
import { FIELD_RULES, MUTATION_RULES, PAYLOAD_RULES } from './rules';
import { selectionOf, valueAt, waysThrough } from './ways';
import { buildWorld, Caller, CALLERS, World } from './world';

const schema = apiSchema();
/** What subscriptions answer is not asked for: it is made of what is, and each event is answered as a query would be. */
const OF_SUBSCRIPTIONS = ['Subscription', 'ChangeEvent', 'PaperChangedEvent', 'EditionChangedEvent'];
const types = Object.values(schema.getTypeMap()).filter(
  (type) => isObjectType(type) && !type.name.startsWith('__') && !OF_SUBSCRIPTIONS.includes(type.name),
);
const fieldNamed = (name: string) => {
  const [type = '', field = ''] = name.split('.');
  const found = (schema.getType(type) as GraphQLObjectType | undefined)?.getFields()[field];
  if (!found) throw new Error(`${name} has a rule, but is not in the schema: remove its rule.`);
  return found;
};

/** Whose things are asked for; those of the author, if not named here. */
const OWNERS: Record<string, Caller[]> = { suspendedUser: ['suspended'] };
const ownersOf = (instance = 'usual'): Caller[] => OWNERS[instance] ?? ['author', 'readOnly'];

let world: World;
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(() => world.server.close());

async function ask(caller: Caller, query: string): Promise<{ outcome: string; value: unknown }> {
  const { data, errors } = await world.server.ask<object>(query, {}, world.tokens[caller]);
  const value = valueAt(data);
  const outcome = errors?.[0] ? errors[0].extensions.code : value === null ? 'NULL' : 'SHOWN';
  return { outcome, value };
}

/** What each caller should get; a bearer that is no good gets nothing of anything. */
function expectedOf(outcomeFor: (caller: Caller) => Outcome): Record<string, Outcome> {
  const isGood = (caller: Caller) => caller !== 'revoked' && caller !== 'expired';
  return Object.fromEntries(CALLERS.map((one) => [one, isGood(one) ? outcomeFor(one) : 'UNAUTHENTICATED']));
}

describe('every field', () => {
  it('has a rule that says who it is for', () => {
    const names = types.flatMap((type) =>
      Object.keys((type as GraphQLObjectType).getFields()).map((field) => `${type.name}.${field}`),
    );
    const rules = [FIELD_RULES, MUTATION_RULES, PAYLOAD_RULES].flatMap((table) => Object.keys(table));
    expect(names.filter((name) => !rules.includes(name))).toEqual([]);
    expect(rules.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe.each(Object.entries(FIELD_RULES).map(([name, rule]) => ({ name, ...rule })))('$name', ({ name, ...rule }) => {
  it(rule.says, async () => {
    const query = queryFor(name, rule);
    const isOwner = (caller: Caller) => ownersOf(rule.on).includes(caller);
    const answers = new Map<Caller, Awaited<ReturnType<typeof ask>>>();
    for (const caller of CALLERS) answers.set(caller, await ask(caller, query));

    const outcomes = Object.fromEntries(Array.from(answers, ([caller, { outcome }]) => [caller, outcome]));
    expect(outcomes).toEqual(expectedOf((caller) => rule.outcomeFor(caller, isOwner(caller))));
    const shown = Array.from(answers).filter(([, { outcome }]) => outcome === 'SHOWN');
    for (const [caller, { value }] of shown) {
      if (rule.isSameForAll) expect(value).toEqual(answers.get('nobody')?.value);
      if (rule.valueFor) expect({ caller, value }).toEqual({ caller, value: rule.valueFor(caller, isOwner(caller)) });
    }
  });
});

function queryFor(name: string, { asking, on }: Rule): string {
  const [type = ''] = name.split('.');
  const way = waysThrough(schema, world).get(type);
  if (!way) throw new Error(`No way leads to ${type} without arguments: give its rule an "asking".`);
  return `{ ${way(`field: ${asking ? asking(world) : selectionOf(fieldNamed(name))}`, world, on)} }`;
}

describe.each(Object.entries(MUTATION_RULES).map(([name, rule]) => ({ name, ...rule })))(
  '$name',
  ({ name, ...rule }) => {
    it(rule.says, async () => {
      const outcomes: Record<string, string> = {};
      for (const caller of CALLERS) outcomes[caller] = (await callAs(caller, name, rule)).outcome;
      expect(outcomes).toEqual(expectedOf(rule.outcomeFor));
    });
  },
);

/** Calls a mutation and asks for all that its payload has. */
async function callAs(caller: Caller, name: string, { input }: MutationRule) {
  const field = fieldNamed(name);
  const payload = Object.values((field.type as GraphQLObjectType).getFields())
    .map(selectionOf)
    .join(' ');
  const query = `mutation ($input: ${String(field.args[0]?.type)}) { field: ${field.name}(input: $input) { ${payload} } }`;
  const { data, errors } = await world.server.ask<object>(query, { input: input(world) }, world.tokens[caller]);
  return { outcome: errors?.[0]?.extensions.code ?? (valueAt(data) === null ? 'NULL' : 'SHOWN') };
}

describe('the answer to a mutation', () => {
  it('is of a mutation that has a rule', () => {
    const mutations = Object.values(PAYLOAD_RULES).map(({ payloadOf }) => payloadOf);
    const unknown = mutations.filter((name) => name !== 'any' && !(`Mutation.${name}` in MUTATION_RULES));
    expect(unknown).toEqual([]);
  });
});

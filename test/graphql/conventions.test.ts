import {
  getNamedType,
  getNullableType,
  GraphQLField,
  GraphQLInputObjectType,
  GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { apiSchema } from '../../src/schema';
import { FORWARD_ONLY, STREAM } from './list-queries';

const schema = apiSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
const objects = types.filter((type) => isObjectType(type));
const connections = objects.filter((type) => type.name.endsWith('Connection'));
const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());
const everyField = objects.flatMap((type) =>
  fieldsOf(type).map((field) => ({ type, field, name: `${type.name}.${field.name}` })),
);

/** What a type looks like, `{ field: 'Type!' }`. */
const shapeOf = (type: GraphQLObjectType) =>
  Object.fromEntries(fieldsOf(type).map((field) => [field.name, String(field.type)]));

/** What names a thing outside of this API, or one that is gone: not a row of ours. */
const NATURAL_IDS = ['arxivId', 'clientMutationId', 'deletedId', 'sourceId', 'subjectId'];

describe('mutations', () => {
  const mutations = fieldsOf(schema.getMutationType() as GraphQLObjectType);
  const nameOf = (field: GraphQLField<unknown, unknown>) => field.name.charAt(0).toUpperCase() + field.name.slice(1);

  it.each(mutations.map((field) => [field.name, field] as const))(
    '%s is verbNoun(input: VerbNounInput!): VerbNounPayload',
    (_, field) => {
      // What is delivered again needs no noun.
      if (field.name !== 'redeliver') expect(field.name).toMatch(/^[a-z]+(?:[A-Z][a-z]+)+$/);
      expect(field.args.map((argument) => `${argument.name}: ${String(argument.type)}`)).toEqual([
        `input: ${nameOf(field)}Input!`,
      ]);
      expect(String(field.type)).toBe(`${nameOf(field)}Payload`);
      const { userErrors, clientMutationId, ...changed } = shapeOf(field.type as GraphQLObjectType);
      expect([userErrors, clientMutationId]).toEqual(['[UserError!]!', 'String']);
      const input = schema.getType(`${nameOf(field)}Input`) as GraphQLInputObjectType;
      expect(String(input.getFields().clientMutationId?.type)).toBe('String');
      expect(Object.values(changed).filter((type) => type.endsWith('!'))).toEqual([]);
    },
  );

  it('that make something take an idempotency key', () => {
    const creating = mutations.filter((field) => /^(?:create|add|submit|claim)[A-Z]/.test(field.name));
    expect(creating.map((field) => field.name)).toContain('createAccessToken');
    const inputs = creating.map((field) => schema.getType(`${nameOf(field)}Input`) as GraphQLInputObjectType);
    const without = inputs.filter((input) => String(input.getFields().idempotencyKey?.type) !== 'String');
    expect(without.map((input) => input.name)).toEqual([]);
  });

  it('name what was wrong by a code, a sentence and a path', () => {
    const shape = shapeOf(schema.getType('UserError') as GraphQLObjectType);
    expect(shape).toEqual({ code: 'UserErrorCode!', message: 'String!', path: '[String!]' });
  });
});

/** What a connection says of all its papers, besides how many they are. */
const MORE_OF_CONNECTIONS: Record<string, object> = {
  PaperSearchConnection: { didYouMean: 'String', facets: 'SearchFacets!', modeUsed: 'SearchMode!' },
};

describe('connections', () => {
  const lists = connections.filter((type) => type.name !== STREAM);

  it.each(lists.map((type) => [type.name, type] as const))('%s has the shape of all', (name, type) => {
    const edge = schema.getType(name.replace(/Connection$/, 'Edge')) as GraphQLObjectType;
    const node = String(shapeOf(edge).node);
    expect(shapeOf(edge)).toMatchObject({ cursor: 'String!', node: expect.stringMatching(/^[A-Z]\w+!$/) as unknown });
    expect(shapeOf(type)).toEqual({
      ...MORE_OF_CONNECTIONS[name],
      edges: `[${edge.name}!]!`,
      nodes: `[${node}]!`,
      pageInfo: 'PageInfo!',
      totalCount: 'Int!',
      totalCountIsLowerBound: 'Boolean!',
    });
  });

  it('belong to one relation each', () => {
    const used = everyField
      .map(({ field }) => getNamedType(field.type).name)
      .filter((name) => name.endsWith('Connection'));
    expect([...used].sort()).toEqual(connections.map((type) => type.name).sort());
  });

  it('take first, after, last and before, or the former two, without defaults', () => {
    for (const { field, name } of everyField.filter(({ field }) =>
      getNamedType(field.type).name.endsWith('Connection'),
    )) {
      const paging = field.args.filter((argument) => /^(?:first|after|last|before)$/.test(argument.name));
      const taken = Object.fromEntries(paging.map((argument) => [argument.name, String(argument.type)]));
      const forwards = { first: 'Int', after: 'String' };
      expect({ name, taken }).toEqual({
        name,
        taken: FORWARD_ONLY.includes(name) ? forwards : { ...forwards, last: 'Int', before: 'String' },
      });
      expect(paging.filter((argument) => argument.defaultValue !== undefined)).toEqual([]);
    }
  });

  it('never are null, but where only some may see them, and where one can fail beside others', () => {
    const nullable = everyField.filter(
      ({ field }) => !isNonNullType(field.type) && String(field.type).endsWith('Connection'),
    );
    expect(nullable.map(({ name }) => name).sort()).toEqual([
      'Query.changes',
      'Query.claims',
      'Query.newcomerComments',
      'Query.search',
      'User.accessTokens',
      'User.claims',
      'User.webhooks',
    ]);
  });
});

describe('fields', () => {
  const isPaged = (name: string) => /(?:Connection|Edge)$/.test(name);

  it('that are lists of objects say how long they may be', () => {
    const lists = everyField.filter(
      ({ type, field }) =>
        isListType(getNullableType(field.type)) && !isLeafType(getNamedType(field.type)) && !isPaged(type.name),
    );
    const silent = lists.filter(
      ({ field }) => !('listSize' in field.extensions) && !('listSizeOf' in field.extensions),
    );
    expect(lists.length).toBeGreaterThan(3);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('refer to other things by object, not by id', () => {
    const ids = everyField.filter(({ field }) => /Ids?$/.test(field.name) && isLeafType(getNamedType(field.type)));
    expect(ids.filter(({ field }) => !NATURAL_IDS.includes(field.name)).map(({ name }) => name)).toEqual([]);
  });

  it.each([
    [/At$/, 'DateTime'],
    [/^(?:.+On|date|.+Date)$/, 'LocalDate'],
    [/Count$/, 'Int'],
    [/^(?:is|has|viewerHas|viewerCan)[A-Z]/, 'Boolean'],
  ])('named like %s are of the type %s', (pattern, type) => {
    const named = everyField.filter(({ field }) => pattern.test(field.name) && isLeafType(getNamedType(field.type)));
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter(({ field }) => getNamedType(field.type).name !== type).map(({ name }) => name)).toEqual([]);
  });

  it('of a type of that kind are named so', () => {
    const instants = everyField.filter(({ field }) => getNamedType(field.type).name === 'DateTime');
    expect(instants.filter(({ field }) => !field.name.endsWith('At')).map(({ name }) => name)).toEqual([]);
  });

  it('that look something up at the root are null where it does not exist', () => {
    const lookUps = fieldsOf(schema.getQueryType() as GraphQLObjectType).filter((field) => {
      // What is left to whoever asks is there for everybody.
      if (field.name === 'rateLimit') return false;
      return isObjectType(getNullableType(field.type)) && !getNamedType(field.type).name.endsWith('Connection');
    });
    expect(lookUps.map((field) => field.name)).toEqual(
      expect.arrayContaining(['author', 'edition', 'paper', 'user', 'viewer']),
    );
    expect(lookUps.filter((field) => isNonNullType(field.type)).map((field) => field.name)).toEqual([]);
  });
});

describe('names', () => {
  it('of enum values are SCREAMING_CASE, of fields and arguments camelCase, of types PascalCase', () => {
    const values = types
      .filter((type) => isEnumType(type))
      .flatMap((type) => type.getValues().map((value) => value.name));
    expect(values.filter((name) => !/^[A-Z]+(?:_[A-Z]+)*$/.test(name))).toEqual([]);
    const inputs = types.filter((type) => isInputObjectType(type)).flatMap((type) => Object.keys(type.getFields()));
    const args = everyField.flatMap(({ field }) => field.args.map((argument) => argument.name));
    const fields = everyField.map(({ field }) => field.name);
    expect([...inputs, ...args, ...fields].filter((name) => !/^[a-z][A-Za-z]*$/.test(name))).toEqual([]);
    expect(types.map((type) => type.name).filter((name) => !/^[A-Z][A-Za-z]*$/.test(name))).toEqual([]);
  });

  it('of the order are field and direction', () => {
    const orders = types.filter((type) => isInputObjectType(type)).filter((type) => type.name.endsWith('Order'));
    expect(orders.length).toBeGreaterThan(1);
    for (const order of orders) {
      const { field, direction } = order.getFields();
      expect(String(field?.type)).toBe(`${order.name}Field!`);
      expect([String(direction?.type), direction?.defaultValue]).toEqual(['OrderDirection!', 'DESC']);
    }
  });
});

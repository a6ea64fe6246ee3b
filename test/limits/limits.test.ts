import { getIntrospectionQuery } from 'graphql';
import { LIMIT_GROUPS, LimitName, limitsWith } from '../../src/graphql/limits';
import { Answer, startTestServer, TestServer } from '../support/test-server';

const LIMITS = limitsWith();

type LimitOfRequests =
  keyof (typeof LIMIT_GROUPS)['Before the document is parsed'] | keyof (typeof LIMIT_GROUPS)['Before anything runs'];

interface Request {
  query: string;
  variables?: object;
}

const list = (length: number, item: (index: number) => string) =>
  Array.from({ length }, (_, index) => item(index)).join(' ');
const VOTE = 'upvotePaper(input: { paperId: "x" }) { paper { id } }';

/** Of each limit, a request that has exactly `n` of what it counts. */
const requests: Record<Exclude<LimitOfRequests, 'bodyBytes' | 'fields'>, (n: number) => Request> = {
  tokens: (n) => ({ query: `query ($a: [Int] = [${list(n - 15, () => '1')}]) { __typename }` }),
  nesting: (n) => ({ query: `{ paper(id: ${'['.repeat(n - 2)}${']'.repeat(n - 2)}) { id } }` }),
  directives: (n) => ({ query: `{ ${list(n, (index) => `a${index}: __typename @skip(if: false)`)} }` }),
  fragmentSpreads: (n) => ({ query: `{ ${list(n, () => '...F')} } fragment F on Query { __typename }` }),
  repetitions: (n) => ({ query: `{ ${list(n + 1, () => '__typename')} }` }),
  depth: (n) => ({ query: `{ papers(first: 0) { nodes { ${fieldsOfDepth(n - 2)} } } }` }),
  aliases: (n) => ({ query: `{ ${list(n, (index) => `a${index}: __typename`)} }` }),
  rootFields: (n) => ({ query: `{ ${list(n, (index) => `a${index}: viewer { id }`)} }` }),
  mutations: (n) => ({ query: `mutation { ${list(n, (index) => `a${index}: ${VOTE}`)} }` }),
  introspectionLists: (n) => ({ query: `{ __schema { ${list(n, (index) => `a${index}: types { name }`)} } }` }),
  listItems: (n) => ({
    query: 'query ($categories: [String!]) { papers(filter: { categories: $categories }) { nodes { id } } }',
    variables: { categories: Array<string>(n).fill('cs') },
  }),
  stringCharacters: (n) => ({
    query: 'query ($slug: String) { paper(slug: $slug) { id } }',
    variables: { slug: 'x'.repeat(n) },
  }),
  cost: (n) => ({ query: `{ ${costing11902} authors(first: ${n - 11_902}) { nodes { name } } }` }),
};

function fieldsOfDepth(levels: number): string {
  if (levels === 1) return 'title';
  if (levels === 2) return 'submission { state }';
  return `submission { paper { ${fieldsOfDepth(levels - 2)} } }`;
}

/** 1 for the request, 10,099 for the papers, 1,801 for the editions, and 1 for the connection that follows. */
const costing11902 = `
  papers(first: 99) { nodes { authors(first: 100) { nodes { name } } } }
  editions(first: 100) { nodes { papers(first: 16) { nodes { title } } } }`;

describe('limits', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer()));
  afterAll(() => server.close());

  const refusalOf = (answer: Answer<unknown>) =>
    answer.errors?.find((error) => error.extensions.code === 'LIMIT_EXCEEDED');

  it.each(Object.entries(requests))(
    'let %s up to the limit pass, and refuse one more with the figures',
    async (name, requestOf) => {
      const ask = ({ query, variables }: Request) => server.ask(query, variables);
      const limit = LIMITS[name as LimitName];
      expect(refusalOf(await ask(requestOf(limit)))).toBeUndefined();

      const refusal = refusalOf(await ask(requestOf(limit + 1)));

      expect(refusal?.extensions.limit).toEqual({ name, value: limit, requested: limit + 1 });
      expect(refusal?.message).toContain(`${limit + 1}`);
      expect(refusal?.message).toContain(`the limit is ${limit}`);
    },
  );

  it('refuses a body of one byte too many', async () => {
    const send = async (bytes: number) => {
      const empty = JSON.stringify({ query: '{ __typename }', operationName: null, variables: { pad: '' } });
      const body = empty.replace('"pad":""', `"pad":"${'x'.repeat(bytes - empty.length)}"`);
      expect(Buffer.byteLength(body)).toBe(bytes);
      return fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    };

    expect((await send(LIMITS.bodyBytes)).status).toBe(200);
    const refused = await send(LIMITS.bodyBytes + 1);

    expect(refused.status).toBe(413);
    const { errors } = (await refused.json()) as Answer;
    expect(errors?.[0]?.extensions.limit).toEqual({
      name: 'bodyBytes',
      value: LIMITS.bodyBytes,
      requested: LIMITS.bodyBytes + 1,
    });
  });

  it('counts fields once fragments are spread, under a limit of a deployment', async () => {
    const other = await startTestServer({ limits: { fields: 40 } });
    const fields = (n: number) =>
      `{ ...F a: feedTimeZone } fragment F on Query { ${list(n - 1, (index) => `a${index}: __typename`)} }`;
    expect((await other.ask(fields(40))).errors).toBeUndefined();
    expect(refusalOf(await other.ask(fields(41)))?.extensions.limit).toEqual({
      name: 'fields',
      value: 40,
      requested: 41,
    });
    await other.close();
  });

  it('refuses fragments that grow exponentially', async () => {
    const levels = 12;
    const fragment = (level: number) => {
      const next = level === levels ? 'title' : `...F${level + 1}`;
      return `fragment F${level} on Paper { submission { paper { ${next} } } comments(first: 0) { nodes { paper { ${next} } } } }`;
    };
    const fragments = Array.from({ length: levels + 1 }, (_, level) => fragment(level)).join('\n');

    const refusal = refusalOf(await server.ask(`{ papers(first: 0) { nodes { ...F0 } } } ${fragments}`));

    expect(refusal?.extensions.limit).toMatchObject({ name: 'fields', value: LIMITS.fields });
  });

  it('let the introspection of GraphiQL pass', async () => {
    const query = getIntrospectionQuery({
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
    });

    const answer = await server.ask<{ __schema: { types: unknown[] } }>(query);

    expect(answer.errors).toBeUndefined();
    expect(answer.data?.__schema.types.length).toBeGreaterThan(50);
  });

  it('tells twenty faults of a document and no more', async () => {
    const { errors } = await server.ask(`{ ${list(500, (index) => `paper${index}`)} }`);
    expect(errors).toHaveLength(21);
    expect(errors?.[20]?.message).toContain('Too many validation errors');
  });

  it('refuses 20,000 open braces without meeting the stack of the parser', async () => {
    const refusal = refusalOf(await server.ask('{a'.repeat(20_000)));
    expect(refusal?.extensions.limit).toEqual({ name: 'tokens', value: LIMITS.tokens, requested: 40_000 });
  });

  it.each([
    ['a variable', 'query ($slug: String) { paper(slug: $slug) { title } }', { slug: 'a\0b' }],
    ['a document', '{ paper(slug: "a\\u0000b") { title } }', {}],
  ])('refuses the character NUL in %s', async (_, query, variables) => {
    const { errors } = await server.ask(query, variables);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('NUL') as string,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it.each(['\ud83e', '\udd9c', '\udd9c\ud83e', 'a\ud83e\ud83e\udd9cb'])(
    'refuses half of a surrogate pair, as in %j, which PostgreSQL would not keep as it came',
    async (slug) => {
      const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
      const { errors } = await server.ask(query, { ids: ['a', slug] });
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('surrogate pair') as string,
        extensions: { code: 'BAD_USER_INPUT' },
      });
      expect((await server.ask(query, { ids: ['a', '\ud83e\udd9c'] })).errors).toBeUndefined();
    },
  );
});

import { getIntrospectionQuery } from 'graphql';
import {
  MAX_ALIASES,
  MAX_BODY_BYTES,
  MAX_COST,
  MAX_DEPTH,
  MAX_FIELDS,
  MAX_NESTING,
  MAX_TOKENS,
} from '../../src/limits/limits';
import { Answer, startTestServer, TestServer } from '../support/test-server';

/** Each limit, and a document that has exactly `n` of what it counts. */
const limits: [name: string, limit: number, documentOf: (n: number) => string][] = [
  ['tokens', MAX_TOKENS, (n) => `{ ${'__typename '.repeat(n - 2)}}`],
  ['nesting', MAX_NESTING, (n) => `{ paper(id: ${'['.repeat(n - 2)}${']'.repeat(n - 2)}) { id } }`],
  ['depth', MAX_DEPTH, (n) => `{ papers(first: 0) { nodes { ${fieldsOfDepth(n - 2)} } } }`],
  ['aliases', MAX_ALIASES, (n) => `{ ${Array.from({ length: n }, (_, index) => `a${index}: __typename`).join(' ')} }`],
  ['cost', MAX_COST, (n) => `{ ${costing11902} authors(first: ${n - 11_902}) { nodes { name } } }`],
];

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

  const refusalOf = (answer: Answer) => answer.errors?.find((error) => error.extensions.code === 'LIMIT_EXCEEDED');

  it.each(limits)(
    'let %s up to the limit pass, and refuse one more with the figures',
    async (name, limit, documentOf) => {
      expect(refusalOf(await server.ask(documentOf(limit)))).toBeUndefined();

      const refusal = refusalOf(await server.ask(documentOf(limit + 1)));

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

    expect((await send(MAX_BODY_BYTES)).status).toBe(200);
    const refused = await send(MAX_BODY_BYTES + 1);

    expect(refused.status).toBe(413);
    const { errors } = (await refused.json()) as Answer;
    expect(errors?.[0]?.extensions.limit).toEqual({
      name: 'bodyBytes',
      value: MAX_BODY_BYTES,
      requested: MAX_BODY_BYTES + 1,
    });
  });

  it('refuses fragments that grow exponentially', async () => {
    const levels = 12;
    const fragment = (level: number) => {
      const next = level === levels ? 'title' : `...F${level + 1}`;
      return `fragment F${level} on Paper { submission { paper { ${next} } } comments(first: 0) { nodes { paper { ${next} } } } }`;
    };
    const fragments = Array.from({ length: levels + 1 }, (_, level) => fragment(level)).join('\n');

    const refusal = refusalOf(await server.ask(`{ papers(first: 0) { nodes { ...F0 } } } ${fragments}`));

    expect(refusal?.extensions.limit).toMatchObject({ name: 'fields', value: MAX_FIELDS });
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

  it('refuses 20,000 open braces without meeting the stack of the parser', async () => {
    const refusal = refusalOf(await server.ask('{a'.repeat(20_000)));
    expect(refusal?.extensions.limit).toEqual({ name: 'tokens', value: MAX_TOKENS, requested: 40_000 });
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
});

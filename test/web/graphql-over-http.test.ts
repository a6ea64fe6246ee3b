import { serverAudits } from 'graphql-http';
import { Answer, startTestServer, TestServer } from '../support/test-server';

describe('GraphQL over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer()));
  afterAll(() => server.close());

  async function post(body: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer };
  }

  it('passes every audit that says MUST', async () => {
    const audits = serverAudits({ url: `${server.url}/graphql` }).filter(({ name }) => name.startsWith('MUST'));

    const results = await Promise.all(audits.map((audit) => audit.fn()));

    expect(results.filter((result) => result.status !== 'ok').map(({ name }) => name)).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(13);
  });

  it.each(['application/json', 'application/graphql-response+json'])(
    'answers in %s when asked for it',
    async (accept) => {
      const { status, headers, answer } = await post('{"query":"{ __typename }"}', { accept });

      expect(status).toBe(200);
      expect(headers.get('content-type')).toContain(accept);
      expect(answer).toEqual({ data: { __typename: 'Query' } });
    },
  );

  it.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ])('tells a faulty document by the status that %s wants', async (accept, expected) => {
    const { status, answer } = await post('{"query":"{ nonsense }"}', { accept });

    expect(status).toBe(expected);
    expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('answers queries by GET, and refuses mutations that way', async () => {
    const query = await fetch(`${server.url}/graphql?query=${encodeURIComponent('{ __typename }')}`);
    expect(await query.json()).toEqual({ data: { __typename: 'Query' } });

    const mutation = encodeURIComponent('mutation { upvotePaper(input: { paperId: "x" }) { paper { id } } }');
    const refused = await fetch(`${server.url}/graphql?query=${mutation}`);
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('POST');
  });

  it.each([
    ['no JSON', '{"query":', 400, 'BAD_REQUEST'],
    ['nothing', '', 400, 'BAD_REQUEST'],
    ['an array of requests', '[{"query":"{ __typename }"}]', 400, 'BAD_REQUEST'],
    ['no query', '{}', 400, 'BAD_REQUEST'],
    ['a query that is no string', '{"query":7}', 400, 'BAD_REQUEST'],
    ['variables that are no object', '{"query":"{ __typename }","variables":"x"}', 400, 'BAD_REQUEST'],
    ['a key that would poison prototypes', '{"query":"{ __typename }","__proto__":{"a":1}}', 400, 'BAD_REQUEST'],
    ['a syntax error', '{"query":"{"}', 200, 'GRAPHQL_PARSE_FAILED'],
    [
      'an unknown operation',
      '{"query":"query A { __typename }","operationName":"B"}',
      200,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a variable of the wrong type',
      '{"query":"query ($n: Int) { papers(first: $n) { totalCount } }","variables":{"n":"x"}}',
      200,
      'BAD_USER_INPUT',
    ],
  ])('answers %s in the shape of GraphQL, with the request id', async (_, body, status, code) => {
    const refused = await post(body);

    expect(refused.status).toBe(status);
    expect(refused.answer.errors).toHaveLength(1);
    expect(refused.answer.errors?.[0]?.extensions).toMatchObject({
      code,
      requestId: refused.headers.get('x-request-id'),
    });
    expect(refused.answer.errors?.[0]?.message).not.toMatch(/node_modules|at .*\.js/);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'refuses the simple request of a foreign page as %s',
    async (type) => {
      const refused = await post('{"query":"{ __typename }"}', { 'content-type': type });

      expect(refused.status).toBe(415);
      expect(refused.answer.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    },
  );

  it.each([
    ['Bearer', 'not of the form'],
    ['Basic YWRhOmFkYQ==', 'not of the form'],
    ['Bearer hello', 'malformed'],
    ['Bearer dp_000000000000000000000000000000000000', 'malformed'],
    ['Bearer dp_0000000000000000000000000000002Fb8Ng', 'malformed'],
  ])('refuses the bearer "%s" in a sentence, never as nobody', async (authorization, part) => {
    const refused = await post('{"query":"{ __typename }"}', { authorization });

    expect(refused.status).toBe(401);
    expect(refused.answer).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(refused.answer.errors?.[0]?.message).toContain(part);
    expect(refused.answer.data).toBeUndefined();
  });

  it('keeps what goes wrong on our side to itself, whatever NODE_ENV says', async () => {
    await server.database.pool.query('alter table totals rename to hidden_totals');
    try {
      const { answer } = await post('{"query":"{ papers { totalCount } }"}');

      expect(answer.errors).toHaveLength(1);
      expect(answer.errors?.[0]?.extensions).toEqual({
        code: 'INTERNAL_SERVER_ERROR',
        requestId: expect.any(String) as string,
      });
      expect(JSON.stringify(answer)).not.toMatch(/totals|select|relation|stack/i);
    } finally {
      await server.database.pool.query('alter table hidden_totals rename to totals');
    }
  });

  it('serves the schema, and says where things are where there is nothing', async () => {
    expect(await (await fetch(`${server.url}/schema.graphql`)).text()).toContain('type Paper implements Node');
    const missing = await fetch(`${server.url}/nowhere`);
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('/graphiql');
  });
});

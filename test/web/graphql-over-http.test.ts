import { randomBytes } from 'node:crypto';
import { serverAudits } from 'graphql-http';
import { Answer, startTestServer, TestServer } from '../support/test-server';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

describe('GraphQL over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer()));
  afterAll(() => server.close());

  async function post(body: string | Buffer, headers: Record<string, string> = {}) {
    return send({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  }

  async function send(init: RequestInit, search = '') {
    const response = await fetch(`${server.url}/graphql${search}`, init);
    return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer };
  }

  describe('passes the audit', () => {
    const audits = serverAudits({ url: () => `${server.url}/graphql` });

    it.each(audits)('$id: $name', async (audit) => {
      const { status, ...result } = await audit.fn();

      expect('reason' in result ? result.reason : undefined).toBeUndefined();
      expect(status).toBe('ok');
    });

    it.each([
      ['MUST', 13],
      ['SHOULD', 23],
      ['MAY', 25],
    ])('of those that say %s, which are %i', (word, count) => {
      expect(audits.filter(({ name }) => name.startsWith(word))).toHaveLength(count);
    });
  });

  it.each([
    ['application/json', JSON_TYPE],
    ['application/graphql-response+json', GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
    ['application/json, application/graphql-response+json', JSON_TYPE],
    ['application/json;q=0.5, application/graphql-response+json;q=0.9', GRAPHQL_TYPE],
    ['application/graphql-response+json;q=0.5, application/json;q=0.9', JSON_TYPE],
    ['application/graphql-response+json; charset=utf-8, application/json; charset=utf-8', GRAPHQL_TYPE],
    ['application/json;q=0, */*', GRAPHQL_TYPE],
    ['application/*', JSON_TYPE],
    ['text/html, application/xhtml+xml, */*;q=0.8', JSON_TYPE],
    ['multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
  ])('for Accept: %s answers in %s', async (accept, expected) => {
    const { status, headers, answer } = await post('{"query":"{ __typename }"}', { accept });

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(`${expected}; charset=utf-8`);
    expect(answer.data).toEqual({ __typename: 'Query' });
    // The status is of the media type that was chosen, not of any that is named.
    expect((await post('{"query":"{"}', { accept })).status).toBe(expected === JSON_TYPE ? 200 : 400);
  });

  it.each(['text/html', 'application/json; charset=utf-16', 'application/json;q=0', 'nonsense', 'text/event-stream'])(
    'refuses Accept: %s before a mutation is done',
    async (accept) => {
      const handle = `reader-${randomBytes(4).toString('hex')}`;
      const token = await server.signUp(handle, ['read', 'write']);
      const query = 'mutation { updateProfile(input: { name: "Renamed" }) { user { name } } }';

      const ask = () => post(JSON.stringify({ query }), { accept, authorization: `Bearer ${token}` });
      expect((await ask()).status).toBe(406);
      const refused = await ask();

      expect(refused.status).toBe(406);
      expect(refused.answer.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
      expect(await server.data('{ viewer { name } }', {}, token)).toEqual({ viewer: { name: handle } });
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

  it('answers queries by GET, and HEAD without the body', async () => {
    const search = `?query=${encodeURIComponent('query ($n: Int) { papers(first: $n) { totalCount } }')}&variables=%7B%22n%22:1%7D&operationName=`;

    expect(await send({}, search)).toMatchObject({ status: 200, answer: { data: { papers: { totalCount: 0 } } } });
    const head = await fetch(`${server.url}/graphql${search}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each(['GET', 'HEAD'])('refuses a mutation by %s', async (method) => {
    const mutation = encodeURIComponent('mutation { upvotePaper(input: { paperId: "x" }) { paper { id } } }');
    const refused = await fetch(`${server.url}/graphql?query=${mutation}`, { method });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('POST');
  });

  it('goes by the operation that is named, where the document has several', async () => {
    const document = encodeURIComponent('query A { __typename } mutation B { __typename }');

    expect((await send({}, `?query=${document}&operationName=A`)).answer).toMatchObject({
      data: { __typename: 'Query' },
    });
    expect((await send({}, `?query=${document}&operationName=B`)).status).toBe(405);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('says to %s which methods there are', async (method) => {
    const refused = await send({ method, headers: { 'content-type': 'text/plain' }, body: '{}' });

    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect(refused.answer.errors?.[0]?.message).toContain(method);
  });

  it('refuses a subscription with a sentence', async () => {
    const { answer } = await post('{"query":"subscription { changes { __typename } }"}');

    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.message).toContain('This is a subscription');
  });

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

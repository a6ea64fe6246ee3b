import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { limitsWith } from '../../src/graphql/limits';
import { Answer, startTestServer, TestServer } from '../support/test-server';

describe('A malformed request', () => {
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

  it.each([
    ['no JSON', '{"query":', 400, 'BAD_REQUEST'],
    ['nothing', '', 400, 'BAD_REQUEST'],
    ['an array of requests', '[{"query":"{ __typename }"}]', 400, 'BAD_REQUEST'],
    ['no query', '{}', 400, 'BAD_REQUEST'],
    ['a query that is no string', '{"query":7}', 400, 'BAD_REQUEST'],
    ['an operation name that is none', '{"query":"{ __typename }","operationName":"\\ud800 {"}', 400, 'BAD_REQUEST'],
    ['levels that no stack holds', `{"query":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 400, 'LIMIT_EXCEEDED'],
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

  it.each([
    ['no query', '', 'has no "query"'],
    ['two queries', '?query=a&query=b', '"query" is ["a","b"]'],
    ['variables that are no JSON', '?query=%7Ba%7D&variables=%7B', '"variables" is no valid JSON'],
    ['empty variables', '?query=%7Ba%7D&variables=', '"variables" is no valid JSON'],
    ['variables that are no object', '?query=%7Ba%7D&variables=%5B%5D', '"variables" is []'],
    ['a poisonous key', '?query=%7Ba%7D&variables=%7B%22__proto__%22:1%7D', '"variables" is no valid JSON'],
    ['extensions that are no object', '?query=%7Ba%7D&extensions=1', '"extensions" is 1'],
    ['no UTF-8', '?query=%7Ba%7D%ff', 'no UTF-8'],
    ['an operation name that is none', '?query=%7Ba%7D&operationName=a%0Ab', '"operationName" is "a\\nb"'],
  ])('refuses an address with %s', async (_, search, part) => {
    const refused = await send({}, search);

    expect(refused.status).toBe(400);
    expect(refused.answer.errors?.[0]).toMatchObject({
      message: expect.stringContaining(part) as string,
      extensions: { code: 'BAD_REQUEST', requestId: refused.headers.get('x-request-id') },
    });
  });

  it.each(['%', '%zz?query=%7B__typename%7D'])('refuses /graphql%s, which is no address', async (rest) => {
    const refused = await send({}, rest);

    expect(refused.status).toBe(400);
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    expect(refused.answer.errors?.[0]?.extensions).toEqual({
      code: 'BAD_REQUEST',
      requestId: refused.headers.get('x-request-id'),
    });
  });

  it.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['is no UTF-8', Buffer.from('{"query":"{ __typename }\xff"}', 'latin1'), {}, 400, 'no valid UTF-8'],
    ['is UTF-16', Buffer.from('\ufeff{"query":"{ __typename }"}', 'utf16le'), {}, 400, 'no valid UTF-8'],
    ['has two byte-order marks', '\ufeff\ufeff{"query":"{ __typename }"}', {}, 400, 'no valid JSON'],
    ['is cut short', '{"query":"{ __typename }', {}, 400, 'no valid JSON'],
    ['is followed by more', '{"query":"{ __typename }"}{}', {}, 400, 'no valid JSON'],
    ['is null', 'null', {}, 400, 'no JSON object'],
    ['is a string', '"{ __typename }"', {}, 400, 'no JSON object'],
    ['is in another charset', '{}', { 'content-type': 'application/json; charset=iso-8859-1' }, 415, '"iso-8859-1"'],
    ['is in a quoted charset', '{}', { 'content-type': 'application/json;charset="UTF-16"' }, 415, '"UTF-16"'],
    ['is compressed', gzipSync('{"query":"{ __typename }"}'), { 'content-encoding': 'gzip' }, 415, '"gzip"'],
    ['is GraphQL', '{ __typename }', { 'content-type': 'application/graphql' }, 415, 'media type'],
    ['has no media type', '{}', { 'content-type': '' }, 415, 'media type'],
  ])('refuses a body that %s', async (_, body, given, status, part) => {
    const refused = await post(body, given);

    expect(refused.status).toBe(status);
    expect(refused.answer.errors).toEqual([
      {
        message: expect.stringContaining(part) as string,
        extensions: { code: 'BAD_REQUEST', requestId: refused.headers.get('x-request-id') },
      },
    ]);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'takes a body as %s, with a byte-order mark too',
    async (type) => {
      expect((await post('\ufeff{"query":"{ __typename }"}', { 'content-type': type })).status).toBe(200);
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'refuses the simple request of a foreign page as %s',
    async (type) => {
      const refused = await post('{"query":"{ __typename }"}', { 'content-type': type });

      expect(refused.status).toBe(415);
      expect(refused.answer.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    },
  );

  const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}"[{\\"[{"${']'.repeat(levels - 1)}}`;
  const body = (levels: number) => `{"query":"{ __typename }","variables":${nested(levels - 1)}}`;
  const search = (levels: number) => `?query=%7B__typename%7D&variables=${encodeURIComponent(nested(levels))}`;

  it.each([
    ['of a body', (levels: number) => post(body(levels))],
    ['of variables in an address', (levels: number) => send({}, search(levels))],
  ])('takes so many levels %s and not one more, those in strings not counted', async (_, sendWith) => {
    const { nesting } = limitsWith();

    expect((await sendWith(nesting)).answer.errors).toBeUndefined();
    const refused = await sendWith(nesting + 1);

    expect(refused.status).toBe(400);
    expect(refused.answer.errors?.[0]?.extensions.limit).toEqual({
      name: 'nesting',
      value: nesting,
      requested: nesting + 1,
    });
  });

  it.each([
    ['what is no HTTP', 'hello\r\n\r\n', 400, 'HTTP/1.1'],
    ['headers that are too long', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, '16 kB'],
    ['a header that breaks the line', 'GET / HTTP/1.1\r\nHost: x\r\nX: a\rb: c\r\n\r\n', 400, 'HTTP/1.1'],
  ])('answers %s in the same shape, and ends the connection', async (_, bytes, status, part) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    socket.write(bytes);
    const [head = '', json = ''] = (await text(socket)).split('\r\n\r\n');

    expect(head).toMatch(`HTTP/1.1 ${status} `);
    expect(head).toMatch(/^Connection: close$/m);
    const [, requestId] = /^X-Request-Id: (.*)$/m.exec(head) ?? [];
    expect((JSON.parse(json) as Answer).errors).toEqual([
      { message: expect.stringContaining(part) as string, extensions: { code: 'BAD_REQUEST', requestId } },
    ]);
  });
});

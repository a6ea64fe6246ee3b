import { startTestServer, TestServer } from '../support/test-server';

const LISTED = 'https://papers.example';
const OTHER = 'https://evil.example';
const QUERY = '?query=%7B__typename%7D';

describe('Pages of other origins', () => {
  let server: TestServer;
  let open: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ corsOrigins: ['http://localhost:3000', LISTED] });
    open = await startTestServer({ corsOrigins: '*' });
  });
  afterAll(() => Promise.all([server.close(), open.close()]));

  const preflight = (url: string, origin: string) =>
    fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  const post = (url: string, headers: Record<string, string>) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ __typename }"}',
    });

  it('may ask and read where they are listed', async () => {
    const answer = await preflight(server.url, LISTED);
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': LISTED,
      'access-control-allow-methods': expect.stringContaining('POST') as string,
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '7200',
    });

    const { status, headers } = await post(server.url, { origin: LISTED });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, LISTED]);
    expect(headers.get('access-control-expose-headers')).toBe(
      'ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
    );
    expect(headers.get('vary')).toContain('Origin');
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each([OTHER, 'http://papers.example', 'https://papers.example:8443', 'https://a.papers.example', 'null'])(
    'may not read where they are of %s',
    async (origin) => {
      for (const { headers } of [await preflight(server.url, origin), await post(server.url, { origin })]) {
        expect(headers.has('access-control-allow-origin')).toBe(false);
        expect(headers.get('vary')).toContain('Origin');
      }
    },
  );

  it('may read errors too', async () => {
    const refused = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { origin: LISTED } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, LISTED]);
  });

  it('may all read where the list is *', async () => {
    for (const { headers } of [await preflight(open.url, OTHER), await post(open.url, { origin: OTHER })]) {
      expect(headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it('are told what there is without a preflight of theirs', async () => {
    const answer = await fetch(`${server.url}/graphql`, { method: 'OPTIONS' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });

  describe('by GET, which needs no preflight,', () => {
    it.each<[string, Record<string, string>, number]>([
      ['a program', {}, 200],
      ['a person who types the address', { 'sec-fetch-site': 'none' }, 200],
      ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
      ['a listed page', { 'sec-fetch-site': 'cross-site', origin: LISTED }, 200],
      ['a listed page in a browser that says less', { origin: LISTED }, 200],
      ['another page', { 'sec-fetch-site': 'cross-site', origin: OTHER }, 403],
      ['another page in a browser that says less', { origin: OTHER }, 403],
      ['a page in a sandbox', { 'sec-fetch-site': 'cross-site', origin: 'null' }, 403],
      ['an image, a script or a link of another page', { 'sec-fetch-site': 'cross-site' }, 403],
      ['an image, a script or a link of a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
      ['something that we have no word for', { 'sec-fetch-site': 'whatever' }, 403],
    ])('%s with %j is answered %i', async (_, headers, status) => {
      const answer = await fetch(`${server.url}/graphql${QUERY}`, { headers });
      expect(answer.status).toBe(status);
      if (status === 403)
        expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
      expect((await fetch(`${server.url}/graphql${QUERY}`, { method: 'HEAD', headers })).status).toBe(status);
    });

    it('all that say their origin are answered where the list is *', async () => {
      const ask = (headers: Record<string, string>) => fetch(`${open.url}/graphql${QUERY}`, { headers });

      expect((await ask({ 'sec-fetch-site': 'cross-site', origin: OTHER })).status).toBe(200);
      expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    });
  });
});

import { startTestServer, TestServer } from '../support/test-server';

const QUERY = '{ papers(first: 1) { totalCount nodes { title } } viewer { handle } }';

describe('Caching of answers', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startTestServer({ sample: true, corsOrigins: ['https://papers.example'] });
    token = await server.signUp('ada');
  });
  afterAll(() => server.close());

  async function get(query = QUERY, headers: Record<string, string> = {}, method = 'GET') {
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, { method, headers });
    const { status, headers: got } = response;
    return {
      status,
      headers: got,
      tag: got.get('etag') ?? '',
      control: got.get('cache-control'),
      text: await response.text(),
    };
  }

  it('lets anybody keep what nobody asked for, and ask whether it still holds', async () => {
    const { status, tag, control, headers } = await get();

    expect([status, control]).toEqual([200, 'public, no-cache']);
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(headers.get('vary')).toBe('Authorization, Accept, Origin');
    expect((await get()).tag).toBe(tag);
  });

  it('lets only the viewer keep what the viewer asked for', async () => {
    const { control, tag, text } = await get(QUERY, { authorization: `Bearer ${token}` });

    expect(control).toBe('private, no-cache');
    expect(text).toContain('"ada"');
    expect(tag).not.toBe((await get()).tag);
  });

  it.each<[string, (tag: string) => string]>([
    ['its tag', (tag) => tag],
    ['its tag made weak', (tag) => `W/${tag}`],
    ['its tag among others', (tag) => `"other, one", W/"x" ,${tag}, "y"`],
    ['a star', () => '*'],
  ])('answers 304 to %s', async (_, condition) => {
    const { tag, control, headers } = await get();

    for (const method of ['GET', 'HEAD']) {
      const fresh = await get(QUERY, { 'if-none-match': condition(tag) }, method);
      expect([fresh.status, fresh.text]).toEqual([304, '']);
      expect([fresh.tag, fresh.control, fresh.headers.get('vary')]).toEqual([tag, control, headers.get('vary')]);
      expect(fresh.headers.has('content-type')).toBe(false);
    }
  });

  it.each(['"other"', 'nonsense', '', '"', 'W/', '"*"'])('answers whole to If-None-Match: %s', async (condition) => {
    expect(await get(QUERY, { 'if-none-match': condition })).toMatchObject({ status: 200 });
  });

  it('has another tag for another media type', async () => {
    const json = await get();
    const graphql = await get(QUERY, { accept: 'application/graphql-response+json' });

    expect(graphql.text).toBe(json.text);
    expect(graphql.tag).not.toBe(json.tag);
  });

  it('has another tag once an answer is another', async () => {
    const before = await get('{ papers { nodes { upvoteCount } } }');
    const { papers } = await server.data<{ papers: { nodes: { id: string }[] } }>(
      '{ papers(first: 1) { nodes { id } } }',
    );
    const input = { paperId: papers.nodes[0]!.id };
    await server.data(
      'mutation ($input: UpvotePaperInput!) { upvotePaper(input: $input) { paper { id } } }',
      { input },
      token,
    );

    const after = await get('{ papers { nodes { upvoteCount } } }', { 'if-none-match': before.tag });
    expect(after.status).toBe(200);
    expect(after.tag).not.toBe(before.tag);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['a faulty document', '{ nonsense }', {}, 200],
    ['an error beside data', '{ viewer { handle } papers(first: -1) { totalCount } }', {}, 200],
    ['a mutation', 'mutation { __typename }', {}, 405],
    ['a bearer that is no good', QUERY, { authorization: 'Bearer nonsense' }, 401],
    ['a media type that we do not speak', QUERY, { accept: 'text/html' }, 406],
    ['a foreign page', QUERY, { origin: 'https://evil.example' }, 403],
  ])('lets nobody keep the answer to %s, even where it would hold', async (_, query, headers, status) => {
    const refused = await get(query, { 'if-none-match': '*', ...headers });

    expect([refused.status, refused.control, refused.tag]).toEqual([status, 'no-store', '']);
    expect(refused.headers.get('vary')).toBe('Authorization, Accept, Origin');
  });

  it('lets nobody keep the answer to a POST', async () => {
    const { status, headers } = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({ query: QUERY }),
    });
    expect([status, headers.get('cache-control'), headers.get('etag')]).toEqual([200, 'no-store', null]);
  });
});

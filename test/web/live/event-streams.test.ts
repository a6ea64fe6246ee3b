import { startTestServer, TestServer } from '../../support/test-server';
import { CHANGES, headCursor, streamUrl, write } from './live-client';
import { REFUSED } from './refusals';

const LISTED = 'https://pages.example';
let server: TestServer;
beforeAll(async () => (server = await startTestServer({ corsOrigins: [LISTED], limits: { pingMs: 100 } })));
afterAll(() => server.close());

const post = (body: object | string, headers: Record<string, string> = {}) =>
  fetch(streamUrl(server), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const get = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${streamUrl(server)}?${new URLSearchParams(parameters).toString()}`, {
    headers: { accept: 'text/event-stream', ...headers },
  });

/** What came until it holds some text. */
async function textUntil(response: Response, wanted: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const reader = response.body!.getReader();
  while (!text.includes(wanted)) {
    const { value, done } = (await reader.read()) as { value?: Uint8Array; done: boolean };
    if (done) break;
    text += decoder.decode(value);
  }
  await reader.cancel();
  return text;
}

describe('/graphql/stream', () => {
  it('sends events as browsers read them, and says that nobody is to keep or delay them', async () => {
    const after = await headCursor(server);
    await write(server, { kind: 'PAPER_ADDED' });
    const response = await post({ query: CHANGES, variables: { after } }, { origin: LISTED });

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': LISTED,
      'x-request-id': expect.any(String) as string,
    });
    const text = await textUntil(response, 'PAPER_ADDED');
    expect(text).toMatch(/^(:\n\n)+event: next\ndata: \{"data":\{"changes":\{.*\}\n\n(:\n\n)*$/);
  });

  it('gives signs of life while nothing happens', async () => {
    const response = await post({ query: CHANGES });
    expect(await textUntil(response, ':\n\n:\n\n:\n\n')).toBe(':\n\n:\n\n:\n\n');
  });

  it('is open to EventSource, by GET', async () => {
    const after = await headCursor(server);
    await write(server, { kind: 'PAPER_LISTED' });
    const response = await get({ query: CHANGES, variables: JSON.stringify({ after }) });
    expect(await textUntil(response, 'PAPER_LISTED')).toContain('event: next');
  });

  it('refuses a GET of a foreign page', async () => {
    const refused = await get({ query: CHANGES }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it.each(REFUSED)('refuses %s before there is a stream', async (_what, query, code, words) => {
    const refused = await post({ query });
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await refused.json()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining(words) as string,
          extensions: { code, requestId: expect.any(String) as string },
        },
      ],
    });
  });

  it.each([
    ['a body that is no JSON', '{', {}, 400],
    ['a body without a query', '{}', {}, 400],
    ['another media type', '{}', { 'content-type': 'text/plain' }, 415],
    ['whoever takes no stream', '{"query":"{ a }"}', { accept: 'application/json' }, 406],
    ['a token that is no good', JSON.stringify({ query: CHANGES }), { authorization: 'Bearer dp_short' }, 401],
    ['a body that is too long', JSON.stringify({ query: ' '.repeat(100_001) }), {}, 413],
  ])('refuses %s', async (_what, body, headers, status) => {
    const refused = await post(body, headers);
    expect(refused.status).toBe(status);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { requestId: expect.any(String) as string } }],
    });
  });

  it('says which methods there are', async () => {
    const refused = await fetch(streamUrl(server), { method: 'PUT' });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, POST, OPTIONS');
    expect((await fetch(streamUrl(server), { method: 'HEAD' })).status).toBe(405);
  });
});

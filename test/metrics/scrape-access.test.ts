import { request } from 'node:http';
import { startTestServer, TestServer } from '../support/test-server';

const TOKEN = 'a-token-for-prometheus';

/** The status of `/metrics` with headers that `fetch` would not send. */
function statusOf(url: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/metrics`, { headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('who may read the metrics', () => {
  let open: TestServer;
  let closed: TestServer;
  beforeAll(async () => {
    open = await startTestServer();
    closed = await startTestServer({ metricsToken: TOKEN });
  });
  afterAll(() => Promise.all([open.close(), closed.close()]));

  it.each([{}, { host: 'localhost:4000' }, { host: '[::1]:4000' }, { host: '127.0.0.1' }])(
    'is this machine, where there is no token: %j',
    async (headers) => {
      expect(await statusOf(open.url, headers)).toMatchObject({ status: 200 });
    },
  );

  it.each([
    { 'x-forwarded-for': '127.0.0.1' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 proxy' },
    { 'x-real-ip': '127.0.0.1' },
    { host: 'papers.example' },
    { host: 'localhost.papers.example' },
    { 'x-forwarded-for': '1.2.3.4', authorization: `Bearer ${TOKEN}` },
  ])('is nobody behind a proxy or a foreign name, where there is no token: %j', async (headers) => {
    const { status, text } = await statusOf(open.url, headers);

    expect(status).toBe(403);
    expect(text).toMatch(/^Metrics are for this machine alone; .*METRICS_TOKEN/);
  });

  it('is whoever sends the token, where there is one', async () => {
    const bearer = { authorization: `Bearer ${TOKEN}` };
    expect(await statusOf(closed.url, bearer)).toMatchObject({ status: 200 });
    expect(await statusOf(closed.url, { ...bearer, 'x-forwarded-for': '1.2.3.4' })).toMatchObject({ status: 200 });
  });

  it.each([undefined, '', 'Bearer ', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(0, -1)}`, `Basic ${TOKEN}`, TOKEN])(
    'is nobody else, where there is one: %j',
    async (authorization) => {
      const { status, text } = await statusOf(closed.url, authorization === undefined ? {} : { authorization });

      expect(status).toBe(403);
      expect(text).toContain('METRICS_TOKEN');
      expect(text).not.toContain(TOKEN);
    },
  );
});

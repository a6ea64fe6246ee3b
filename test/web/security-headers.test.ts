import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import { securityHeaders } from '../../src/web/protocol/security-headers';
import { startTestServer, TestServer } from '../support/test-server';

describe('Security headers', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer()));
  afterAll(() => server.close());

  it.each([
    ['/graphql?query=%7B__typename%7D', 200],
    ['/graphql', 400],
    ['/schema.graphql', 200],
    ['/graphiql', 200],
    ['/livez', 200],
    ['/papers/none', 404],
    ['/nowhere', 404],
    ['/', 302],
  ])('are on the answer to %s, which is %i', async (path, status) => {
    const answer = await fetch(`${server.url}${path}`, { redirect: 'manual' });

    expect(answer.status).toBe(status);
    const { 'content-security-policy': policy, ...others } = securityHeaders('https://papers.example');
    expect(Object.fromEntries(answer.headers)).toMatchObject(others);
    if (path === '/graphiql') expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    else expect(answer.headers.get('content-security-policy')).toBe(policy);
  });

  it('are those of helmet, stricter where there is no page', () => {
    const stricter = {
      'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
    };

    expect(securityHeaders('https://papers.example')).toEqual({ ...headersOfHelmet(), ...stricter });
  });

  it('tell of TLS only where there is some', () => {
    expect(securityHeaders('http://127.0.0.1:4000')).not.toHaveProperty('strict-transport-security');
  });
});

function headersOfHelmet(): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet()(request, response, () => undefined);
  return response.getHeaders() as Record<string, string>;
}

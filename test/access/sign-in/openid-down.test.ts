import { createServer, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openIdIssuer } from '../../../src/access/sign-in/openid-issuer';
import { startTestServer, TestServer } from '../../support/test-server';
import { AUDIENCE, newKey, ProviderKey, TestProvider } from './provider';

const WHO = '{ viewer { handle } }';

let provider: TestProvider;
let key: ProviderKey;
beforeAll(async () => {
  provider = await TestProvider.onFreePort();
  key = await newKey('first');
});
afterAll(() => provider.stop());

describe('an issuer that does not answer', () => {
  let server: TestServer;
  const failures: unknown[] = [];
  beforeAll(async () => {
    const onFailure = (error: unknown) => void failures.push(error);
    const verifyToken = openIdIssuer(
      { issuer: provider.issuer, audience: AUDIENCE },
      { onFailure, unknownKeyCoolDownMs: 0 },
    );
    server = await startTestServer({ verifyToken });
  });
  afterAll(() => server.close());

  it('is a SERVICE_UNAVAILABLE with status 503, told to the operator, and other bearers go on working', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await key.sign(provider.claims('ada'))}`,
      },
      body: JSON.stringify({ query: WHO }),
    });
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/does not answer as it should/) as unknown,
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        },
      ],
    });
    expect(text).not.toMatch(/ECONN|fetch|127\.0/);
    expect(failures).toHaveLength(1);

    const token = await server.signUp('bo');
    expect(await server.data(WHO, {}, token)).toEqual({ viewer: { handle: 'bo' } });
    expect(await server.data(WHO)).toEqual({ viewer: null });
  });

  it('works once it answers, and then without being asked again', async () => {
    await provider.start([key]);
    const token = await key.sign(provider.claims('ada', { preferred_username: 'ada' }));
    expect(await server.data(WHO, {}, token)).toEqual({ viewer: { handle: 'ada' } });
    await provider.stop();
    expect(await server.data(WHO, {}, token)).toEqual({ viewer: { handle: 'ada' } });

    const unknown = await (await newKey('second')).sign(provider.claims('ada'));
    expect((await server.ask(WHO, {}, unknown)).errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect(await server.data(WHO, {}, token)).toEqual({ viewer: { handle: 'ada' } });
  });
});

describe('an issuer whose description cannot be used', () => {
  let issuer: Server;
  let answer: RequestListener;
  beforeAll(async () => {
    issuer = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => issuer.close());

  const address = () => `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const json = (body: object): RequestListener => {
    return (_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  };

  it.each<[string, () => RequestListener, RegExp]>([
    ['calls itself otherwise', () => json({ issuer: `${address()}/`, jwks_uri: address() }), /calls itself "http.*\/"/],
    ['has no keys', () => json({ issuer: address() }), /"jwks_uri" is undefined/],
    [
      'has its keys at an open address',
      () => json({ issuer: address(), jwks_uri: 'http://example.org/keys' }),
      /takes an https/,
    ],
    ['is not there', () => (_request, response) => response.writeHead(404).end(), /answered 404/],
    ['is no JSON', () => (_request, response) => response.end('<html>'), /JSON/],
    [
      'leads elsewhere',
      () => (_request, response) => response.writeHead(302, { location: '/x' }).end(),
      /fetch failed/,
    ],
    ['has something else for keys', () => json({ issuer: address(), jwks_uri: address() }), /JSON Web Key Set/],
  ])('%s, which the log tells and the client not', async (_, listener, reason) => {
    answer = listener();
    const failures: string[] = [];
    const verify = openIdIssuer(
      { issuer: address(), audience: AUDIENCE },
      { onFailure: (error) => failures.push((error as Error).message) },
    );
    const token = await key.sign({ ...provider.claims('ada'), iss: address() });
    await expect(verify(token)).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    expect(failures).toEqual([expect.stringMatching(reason)]);
  });
});

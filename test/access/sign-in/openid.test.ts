import { createHmac, createPublicKey } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { openIdIssuer } from '../../../src/access/sign-in/openid-issuer';
import { Answer, startTestServer, TestServer } from '../../support/test-server';
import { signInAt } from './browse-sign-in';
import { AUDIENCE, newKey, ProviderKey, TestProvider } from './provider';

const WHO = '{ viewer { handle name role } }';

let provider: TestProvider;
let key: ProviderKey;
let server: TestServer;
beforeAll(async () => {
  provider = await TestProvider.onFreePort();
  key = await newKey('first');
  await provider.start([key]);
  const verifyToken = openIdIssuer({ issuer: provider.issuer, audience: AUDIENCE });
  server = await startTestServer({ verifyToken });
});
afterAll(async () => {
  await server.close();
  await provider.stop();
});

const ask = (token: string) => server.ask<{ viewer: { handle: string } | null }>(WHO, {}, token);
const signed = (subject: string, more = {}, header = {}) => key.sign(provider.claims(subject, more), header);

function expectRefused(answer: Answer<object>, sentence: RegExp): void {
  expect(answer.data).toBeUndefined();
  expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect(answer.errors?.[0]?.message).toMatch(sentence);
}

describe('a sign-in at the issuer', () => {
  it('is a bearer here, and its first request makes the person', async () => {
    const token = await signInAt(provider, 'ada');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', kid: 'first' });
    expect(decodeJwt(token)).toMatchObject({ iss: provider.issuer, aud: AUDIENCE, sub: 'ada' });

    for (let time = 0; time < 2; time++) {
      expect(await ask(token)).toMatchObject({ data: { viewer: { handle: 'ada', name: 'ada', role: 'MEMBER' } } });
    }
    expect(await ask(await signInAt(provider, 'ada'))).toMatchObject({ data: { viewer: { handle: 'ada' } } });
  });
});

describe('a token of the issuer', () => {
  it('is taken with a clock that is half a minute behind, and refused after that', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await ask(await signed('late', { exp: now - 10 }))).toMatchObject({ data: { viewer: { handle: /./ } } });
    expectRefused(await ask(await signed('late', { exp: now - 60 })), /has expired; sign in again/);
    expectRefused(await ask(await signed('late', { nbf: now + 60 })), /not valid yet/);
  });

  it.each<[string, object, RegExp]>([
    ['of another issuer', { iss: 'https://other.example' }, /not of the issuer "http:\/\/127/],
    ['for another audience', { aud: 'https://other.example' }, /another audience than "https:\/\/papers/],
    ['for nobody', { aud: undefined }, /another audience|"aud"/],
    ['without an end', { exp: undefined }, /claim "exp"/],
    ['with an end that is no time', { exp: 'never' }, /claim "exp"/],
    ['without a subject', { sub: undefined }, /claim "sub"/],
    ['with an empty subject', { sub: '' }, /claim "sub"/],
    ['with a subject that is no text', { sub: 7 }, /claim "sub"|malformed/],
    ['with a subject that is too long', { sub: 'x'.repeat(256) }, /claim "sub"/],
    ['with a line break in its subject', { sub: 'a\nb' }, /claim "sub"/],
  ])('%s is refused', async (_, claims, sentence) => {
    expectRefused(await ask(await signed('ada', claims)), sentence);
  });

  it('that is one of a logout is refused', async () => {
    expectRefused(await ask(await signed('ada', {}, { typ: 'logout+jwt' })), /malformed/);
  });
});

describe('a forged token', () => {
  it('of another key under the same name is refused', async () => {
    const forger = await newKey('first');
    expectRefused(await ask(await forger.sign(provider.claims('ada'))), /not signed by a key of "http:/);
  });

  it('of a key that the issuer does not have is refused', async () => {
    const forger = await newKey('unknown');
    expectRefused(await ask(await forger.sign(provider.claims('ada'))), /not signed by a key of/);
  });

  it('with a claim changed is refused', async () => {
    const [header = '', , signature = ''] = (await signed('ada')).split('.');
    expectRefused(await ask([header, encoded(provider.claims('bo')), signature].join('.')), /not signed by a key/);
  });

  it('without a signature is refused', async () => {
    const unsigned = `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(provider.claims('ada'))}.`;
    expectRefused(await ask(unsigned), /signed in a way that is not accepted/);
  });

  it('signed with the public key as a shared secret is refused', async () => {
    const publicKey = createPublicKey({ key: key.jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const text = `${encoded({ alg: 'HS256', typ: 'JWT', kid: 'first' })}.${encoded(provider.claims('ada'))}`;
    const signature = createHmac('sha256', publicKey).update(text).digest('base64url');
    expectRefused(await ask(`${text}.${signature}`), /signed in a way that is not accepted/);
  });

  it.each(['a.b.c', '..', 'e30.e30.e30', 'dp_a.b.c'])('that is no JWT at all, %j, is refused', async (token) => {
    expectRefused(await ask(token), /malformed|signed in a way/);
  });
});

describe('the keys of the issuer', () => {
  it('are asked for again where a token names an unknown one, but not by every such token', async () => {
    const forgers = await Promise.all(['x', 'y', 'z'].map(newKey));
    const before = await provider.keysAsked();
    for (const forger of forgers) await ask(await forger.sign(provider.claims('ada')));
    // One is allowed where half a minute has passed since the keys were read.
    expect(await provider.keysAsked()).toBeLessThanOrEqual(before + 1);
  });

  it('may change: tokens of the new one are taken, and of the old one no more', async () => {
    const verifyToken = openIdIssuer({ issuer: provider.issuer, audience: AUDIENCE }, { unknownKeyCoolDownMs: 0 });
    const [old, next] = [key, await newKey('second')];
    const oldToken = await old.sign(provider.claims('ada'));
    expect(await verifyToken(oldToken)).toMatchObject({ subject: 'ada' });

    await provider.stop();
    await provider.start([next]);
    const newToken = await next.sign(provider.claims('ada'));
    expect(await verifyToken(newToken)).toMatchObject({ subject: 'ada' });
    await expect(verifyToken(oldToken)).rejects.toThrow(/not signed by a key/);
    await provider.stop();
    await provider.start([old]);
  });
});

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkEmbeddings, checkIssuer } from '../../src/doctor/checks/services';

describe('what a deployment asks of others', () => {
  let others: Server;
  let url: string;
  let answers: Record<string, object>;

  beforeAll(async () => {
    others = createServer((request, response) => {
      const answer = answers[request.url ?? ''];
      response.writeHead(answer ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => void others.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(others.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => others.close(resolve)));

  const issuer = () => checkIssuer({ openId: { issuer: url, audience: 'papers' } });
  const embeddings = (at = `${url}/v1`) =>
    checkEmbeddings({ embeddings: { url: at, model: 'm', apiKey: 'secret-key' } });

  it('is not asked where it is not set', async () => {
    expect(await checkIssuer({ openId: null })).toEqual([]);
    expect(await checkEmbeddings({ embeddings: null })).toEqual([]);
  });

  it('is sound where it answers', async () => {
    answers = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
      '/keys': { keys: [{ kty: 'OKP' }] },
      '/v1/embeddings': { data: [{ index: 0, embedding: [0.6, 0.8] }] },
    };
    expect(await issuer()).toEqual([{ verdict: 'sound', says: 'The OpenID Connect issuer answers, with 1 key.' }]);
    expect(await embeddings()).toEqual([
      { verdict: 'sound', says: 'The embedding model "m" answers, with 2 dimensions.' },
    ]);
  });

  it.each([
    ['answers nothing', {}, 'answered 401'],
    [
      'is another',
      { issuer: 'https://other.example', jwks_uri: 'https://other.example/keys' },
      'calls itself "https://other',
    ],
    ['has no keys', { jwks_uri: 'keys' }, 'has no keys'],
  ])('is broken where the issuer %s', async (_, description, part) => {
    const { issuer: named = url, jwks_uri: keys } = description as { issuer?: string; jwks_uri?: string };
    answers = {
      ...(keys && { '/.well-known/openid-configuration': { issuer: named, jwks_uri: `${url}/keys` } }),
      '/keys': { keys: [] },
    };
    const [finding] = await issuer();
    expect(finding).toMatchObject({ verdict: 'broken', says: expect.stringContaining(part) as unknown });
  });

  it('is doubtful where no vector comes, without the key in it', async () => {
    answers = {};
    for (const [finding] of [await embeddings(), await embeddings('http://127.0.0.1:1/v1')]) {
      expect(finding).toMatchObject({
        verdict: 'doubtful',
        says: expect.stringMatching(/^Search by meaning is not/) as unknown,
      });
      expect(JSON.stringify(finding)).not.toContain('secret-key');
    }
  });
});

import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let ada: string;
let bo: string;
beforeAll(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['read']);
  bo = await server.signUp('bo');
});
afterAll(() => server.close());

describe('viewer', () => {
  it('is who the token belongs to', async () => {
    expect(await server.data('{ viewer { handle name avatarUrl } }', {}, ada)).toEqual({
      viewer: { handle: 'ada', name: 'ada', avatarUrl: null },
    });
  });

  it('is null without a token', async () => {
    expect(await server.data('{ viewer { handle } }')).toEqual({ viewer: null });
  });
});

describe('user', () => {
  it.each(['ada', 'ADA', 'Ada'])('is found by the handle %j', async (handle) => {
    expect(await server.data(`{ user(handle: "${handle}") { handle } }`)).toEqual({ user: { handle: 'ada' } });
  });

  it.each(['', 'nobody', ' ada', 'ad', "'"])('is null for the handle %j', async (handle) => {
    expect(await server.data(`{ user(handle: "${handle}") { handle } }`)).toEqual({ user: null });
  });

  it('shows its role and its tokens to itself alone', async () => {
    const query =
      '{ user(handle: "ada") { role accessTokens { totalCount nodes { name scopes expiresAt revokedAt } } } }';
    const token = { name: 'test', scopes: ['READ'], expiresAt: null, revokedAt: null };
    const own = { user: { role: 'MEMBER', accessTokens: { totalCount: 1, nodes: [token] } } };
    expect(await server.data(query, {}, ada)).toEqual(own);
    expect(await server.data(query, {}, bo)).toEqual({ user: { role: null, accessTokens: null } });
    expect(await server.data(query)).toEqual({ user: { role: null, accessTokens: null } });
  });

  it('shows nothing of a token that would let somebody use it', async () => {
    const { viewer } = await server.data<{ viewer: object }>(
      '{ viewer { accessTokens { nodes { id name scopes createdAt expiresAt revokedAt lastUsedAt } } } }',
      {},
      ada,
    );
    const [row] = (
      await server.database.pool.query<{ hash: string }>(`select encode(secret_hash, 'hex') as hash from access_tokens`)
    ).rows;
    expect(JSON.stringify(viewer)).not.toContain(ada.slice(3));
    expect(JSON.stringify(viewer)).not.toContain(row?.hash);
  });
});

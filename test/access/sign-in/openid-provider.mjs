// A real OpenID Connect provider, for tests: npm's oidc-provider in a process of its own, as it is an ES module.
// Its keys come with the environment, so that a test can change them, and make tokens that the provider would not.
import Provider from 'oidc-provider';

const { PROVIDER_PORT, PROVIDER_KEYS, PROVIDER_AUDIENCE, PROVIDER_REDIRECT } = process.env;
const issuer = `http://127.0.0.1:${PROVIDER_PORT}`;

const provider = new Provider(issuer, {
  jwks: JSON.parse(PROVIDER_KEYS),
  clients: [
    {
      client_id: 'reader-app',
      client_secret: 'a secret of the reader app',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [PROVIDER_REDIRECT],
    },
  ],
  cookies: { keys: ['a key for cookies'] },
  features: {
    // Its pages for sign-in and consent take any name and password.
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        scope: 'openid',
        audience: PROVIDER_AUDIENCE,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  extraTokenClaims: (_context, token) => ({
    preferred_username: token.accountId,
    email: `${token.accountId}@mail.example`,
  }),
});

let keysAsked = 0;
provider.use(async (context, next) => {
  if (context.path === '/jwks') keysAsked++;
  if (context.path === '/keys-asked') context.body = String(keysAsked);
  else await next();
});
provider.listen(Number(PROVIDER_PORT), '127.0.0.1', () => console.log('ready'));

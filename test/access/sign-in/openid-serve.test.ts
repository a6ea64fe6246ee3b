import { startServer } from '../../support/running-program';
import { createEmptyDatabase } from '../../support/test-database';
import { signInAt } from './browse-sign-in';
import { AUDIENCE, newKey, TestProvider } from './provider';

describe('serve with OIDC_ISSUER', () => {
  it('takes sign-ins of the issuer', async () => {
    const provider = await TestProvider.onFreePort();
    await provider.start([await newKey('first')]);
    const { url, drop } = await createEmptyDatabase();
    const server = await startServer({
      DATABASE_URL: url,
      OIDC_ISSUER: provider.issuer,
      OIDC_AUDIENCE: AUDIENCE,
    });
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await signInAt(provider, 'ada')}` },
      body: JSON.stringify({ query: '{ viewer { handle } }' }),
    });
    expect(await response.json()).toMatchObject({ data: { viewer: { handle: 'ada' } } });
    expect(await server.stop()).toBe(0);
    expect(server.stderr()).not.toMatch(/Warning|"level":[45]0/);
    await provider.stop();
    await drop();
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { AUDIENCE, TestProvider } from './provider';

const CLIENT = Buffer.from(`reader-app:${encodeURIComponent('a secret of the reader app')}`).toString('base64');

/** Signs a person in as a browser and its app would: sign-in page, consent page, code, access token. */
export async function signInAt(provider: TestProvider, login: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const address = new URL(`${provider.issuer}/auth`);
  address.search = new URLSearchParams({
    client_id: 'reader-app',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: provider.redirectUri,
    resource: AUDIENCE,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return exchange(provider, await codeOf(provider, address, login), verifier);
}

/** Follows the redirects, fills in the form of each page on the way, and answers the code that the app gets. */
async function codeOf(provider: TestProvider, start: URL, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next: { address: URL; form?: URLSearchParams } = { address: start };
  for (let step = 0; step < 20; step++) {
    const response: Response = await fetch(next.address, {
      redirect: 'manual',
      headers: { cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.form && { method: 'POST', body: next.form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location?.startsWith(provider.redirectUri)) return codeIn(location);
    next = location ? { address: new URL(location, next.address) } : formOf(await response.text(), next.address, login);
  }
  throw new Error('The sign-in does not come to an end.');
}

function codeIn(location: string): string {
  const { searchParams } = new URL(location);
  const code = searchParams.get('code');
  if (!code) throw new Error(`The provider refused: ${searchParams.get('error_description')}`);
  return code;
}

function formOf(html: string, page: URL, login: string): { address: URL; form: URLSearchParams } {
  const [, action] = /<form[^>]*action="([^"]+)"/.exec(html) ?? [];
  const [, prompt] = /name="prompt" value="(\w+)"/.exec(html) ?? [];
  if (!action || !prompt) throw new Error(`The provider shows no form, but: ${html}`);
  return { address: new URL(action, page), form: new URLSearchParams({ prompt, login, password: 'any' }) };
}

async function exchange(provider: TestProvider, code: string, verifier: string): Promise<string> {
  const response = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${CLIENT}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: provider.redirectUri,
      code_verifier: verifier,
      resource: AUDIENCE,
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error('The provider gave no token for the code.');
  return token;
}

import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, JWK, JWTPayload, SignJWT } from 'jose';

export const AUDIENCE = 'https://papers.example/graphql';

/** A key of a provider, with its private half, so that tests can make tokens that the provider would not. */
export interface ProviderKey {
  jwk: JWK;
  sign: (claims: JWTPayload, header?: object) => Promise<string>;
}

export async function newKey(kid: string): Promise<ProviderKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    jwk: { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' },
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid, ...header }).sign(privateKey),
  };
}

/** A provider on a port that stays its own: it may be stopped, and started again with other keys. */
export class TestProvider {
  private child: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  static async onFreePort(): Promise<TestProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return new TestProvider(port);
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get redirectUri(): string {
    // Nobody listens there: the code is read from the address.
    return 'https://reader.example/signed-in';
  }

  async start(keys: ProviderKey[]): Promise<void> {
    const child = spawn(process.execPath, [join(__dirname, 'openid-provider.mjs')], {
      env: {
        PROVIDER_PORT: String(this.port),
        PROVIDER_KEYS: JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }),
        PROVIDER_AUDIENCE: AUDIENCE,
        PROVIDER_REDIRECT: this.redirectUri,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('close', () => reject(new Error(`The provider ended before it was ready: ${said}`)));
    });
    this.child = child;
  }

  async stop(): Promise<void> {
    if (!this.child) return;
    const closed = once(this.child, 'close');
    this.child.kill();
    await closed;
    this.child = null;
  }

  /** How often the keys were asked for since the start. */
  async keysAsked(): Promise<number> {
    return Number(await (await fetch(`${this.issuer}/keys-asked`)).text());
  }

  /** The claims of a token as the provider would make it now. */
  claims(subject: string, more: JWTPayload = {}): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.issuer, aud: AUDIENCE, sub: subject, iat: now, exp: now + 600, ...more };
  }
}

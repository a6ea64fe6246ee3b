/** Why an issuer's own description of itself cannot be used; for the log. */
export class DiscoveryError extends Error {}

/** Asks an issuer where its keys are. Its description must be its own: it names the issuer as the configuration does. */
export async function discover(issuer: string, patienceMs: number): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  if (response.status !== 200) throw new DiscoveryError(`${address} answered ${response.status}; it takes 200.`);
  const { issuer: named, jwks_uri: jwksUri } = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer) {
    throw new DiscoveryError(`OIDC_ISSUER is "${issuer}", but the issuer calls itself ${JSON.stringify(named)}.`);
  }
  if (typeof jwksUri !== 'string' || !isPrivateAddress(jwksUri)) {
    throw new DiscoveryError(`The issuer's "jwks_uri" is ${JSON.stringify(jwksUri)}; it takes an https:// address.`);
  }
  return new URL(jwksUri);
}

/** Whether nobody on the way to an address can change what it answers: https, or this machine itself. */
export function isPrivateAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname));
}

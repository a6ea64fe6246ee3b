import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { quoted } from '../../graphql/errors';
import { isPublicAddress } from '../../lib/public-address';
import type { ResolveHost } from '../../lib/resolve-host';

/** Where this deployment sends to. */
export interface OutboundRules {
  /** Hosts, or hosts with their port, that are trusted whatever their address. */
  readonly allowedHosts: readonly string[];
  readonly resolveHost: ResolveHost;
}

/** Nothing is sent to an address; the message is a sentence for whoever owns the webhook. */
export class RefusedAddress extends Error {}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** Whether whoever runs this deployment trusts the host of an address. */
export function isAllowedHost({ protocol, hostname, port }: URL, allowedHosts: readonly string[]): boolean {
  const withPort = `${hostname}:${port || DEFAULT_PORTS[protocol]}`;
  return allowedHosts.includes(hostname) || allowedHosts.includes(withPort);
}

/**
 * The addresses that the host of `url` has now, each of which may be connected to. One that is not public refuses all of
 * them, as nobody knows which would be taken. What the address is stays unsaid: it may be a name in a network of ours.
 */
export async function outboundAddresses(url: URL, rules: OutboundRules): Promise<string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTrusted = isAllowedHost(url, rules.allowedHosts);
  const addresses = isIP(host) ? [host] : await resolve(host, isTrusted ? resolveTrusted : rules.resolveHost);
  if (addresses.length === 0) throw new RefusedAddress(`The host ${quoted(host)} has no address.`);
  if (isTrusted || addresses.every(isPublicAddress)) return addresses;
  const message = `The host ${quoted(host)} is at a private, local or reserved address; a webhook takes a host on the public internet.`;
  throw new RefusedAddress(message);
}

/** As this machine knows it: it may be a name of its own network. */
const resolveTrusted: ResolveHost = async (name) =>
  (await lookup(name, { all: true }).catch(noneIfUnknown)).map(({ address }) => address);

function noneIfUnknown(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOTFOUND') return [];
  throw error;
}

async function resolve(host: string, resolveHost: ResolveHost): Promise<string[]> {
  try {
    return await resolveHost(host);
  } catch (cause) {
    throw new RefusedAddress(`The host ${quoted(host)} could not be looked up.`, { cause });
  }
}

import { isIP } from 'node:net';
import { parse } from 'ipaddr.js';

/** Where all addresses of IPv6 are that anybody was given; whatever else looks like one leads into some network by another way. */
const GIVEN_OUT = parse('2000::');
const GIVEN_OUT_BITS = 3;

/** Public by its number, but in each machine of Azure the host below it answers there. */
const OF_A_HOST = '168.63.129.16';

/**
 * Whether an address is that of anybody on the internet: neither of this machine nor of a network around it, and no form
 * of IPv6 that stands for an address of IPv4, as mapped, translated and tunnelled ones do.
 */
export function isPublicAddress(address: string): boolean {
  if (!isIP(address) || address === OF_A_HOST) return false;
  const parsed = parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GIVEN_OUT, GIVEN_OUT_BITS);
}

import { isIPv4 } from 'node:net';
import { IPv6, isValid, parse } from 'ipaddr.js';

/** What an address counts as: itself where it is of IPv4, else its /64, within which a computer has any address that it likes. */
export function addressKeyOf(address: string): string {
  if (isIPv4(address)) return address;
  if (!isValid(address)) return 'unknown';
  const parsed = parse(address);
  if (!(parsed instanceof IPv6)) return parsed.toString();
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}

import { countCharacters } from '../../lib/count-characters';
import { quoted } from '../../graphql/errors';
import { type DomainError, invalidValue } from '../../graphql/user-error';
import { isAllowedHost, outboundAddresses, type OutboundRules, RefusedAddress } from './outbound-address';

const MAX_LENGTH = 2_000;

/** An address as it is kept, once its form is right; its host is looked up by `hostFault`. */
export function soundAddress(text: string, allowedHosts: readonly string[]): URL {
  const length = countCharacters(text);
  if (length > MAX_LENGTH) throw refused(`The address has ${length} characters; it takes at most ${MAX_LENGTH}.`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw refused(
      `${quoted(text)} is no address that can be sent to; it takes one such as "https://example.org/hooks".`,
    );
  }
  // What stands in front of the host may be a password, so it is not quoted.
  if (url.username || url.password) {
    throw refused('The address has a user or a password before its host; it takes one without: deliveries are signed.');
  }
  if (url.protocol === 'http:' && !isAllowedHost(url, allowedHosts)) {
    throw refused(`${quoted(text)} can be read on the way; it takes an address that begins with https://.`);
  }
  url.hash = '';
  if (url.href.length <= MAX_LENGTH) return url;
  throw refused(`The address has ${url.href.length} characters as it is sent; it takes at most ${MAX_LENGTH}.`);
}

/** Why nothing may be sent to the host of an address, as it stands now; null where something may. */
export async function hostFault(url: URL, rules: OutboundRules): Promise<DomainError | null> {
  try {
    await outboundAddresses(url, rules);
    return null;
  } catch (error) {
    if (error instanceof RefusedAddress) return refused(error.message);
    throw error;
  }
}

const refused = (message: string) => invalidValue('url', message);

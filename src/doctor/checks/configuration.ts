import { isPrivateAddress } from '../../access/sign-in/openid-discovery';
import { doubtful, type Finding, sound } from '../finding';
import type { DoctorSettings } from '../settings';

const ANY_ADDRESS = ['0.0.0.0', '::'];

/** What the variables say together, where each by itself could be used. */
export function checkConfiguration({ publicUrl, host, logLevel }: DoctorSettings): Finding[] {
  const findings: Finding[] = [];
  const { hostname } = new URL(publicUrl);
  if (ANY_ADDRESS.includes(hostname.replace(/^\[|\]$/g, ''))) {
    findings.push(
      doubtful(
        `Addresses of papers begin with ${publicUrl}, which leads nowhere from elsewhere, as HOST is ${host}.`,
        'Set PUBLIC_URL to the address by which people reach this deployment.',
      ),
    );
  } else if (!isPrivateAddress(publicUrl)) {
    findings.push(
      doubtful(
        `PUBLIC_URL is "${publicUrl}": bearers that are sent there can be read on the way.`,
        'Serve it by https://, as with a proxy in front, and set PUBLIC_URL to that address.',
      ),
    );
  }
  if (logLevel === 'silent') {
    findings.push(
      doubtful('LOG_LEVEL is "silent": nobody learns of what fails.', 'Set LOG_LEVEL to "error" at least.'),
    );
  }
  return findings.length ? findings : [sound('The variables can be used.')];
}

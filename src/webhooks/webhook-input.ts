import type { WebhookRules } from '../graphql/context';
import { badUserInput } from '../graphql/errors';
import { soundText } from '../graphql/sound-text';
import { DomainError, UserErrorCode } from '../graphql/user-error';
import type { SecretBox } from '../lib/secret-box';
import { hostFault, soundAddress } from './sending/webhook-address';

const MAX_DESCRIPTION_LENGTH = 200;

/** Answers the address as it is kept, or throws why it is refused. */
export type ExaminedAddress = () => string;

/**
 * Looks at an address, its host included. To be called before a transaction is begun, as looking a host up may take seconds; what
 * came of it is told inside.
 */
export async function examineAddress(text: string, rules: WebhookRules): Promise<ExaminedAddress> {
  try {
    const url = soundAddress(text, rules.allowedHosts);
    // Where nothing is sent, nobody is asked.
    const fault = rules.secretBox ? await hostFault(url, rules) : null;
    return () => {
      if (fault) throw fault;
      return url.href;
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return () => {
      throw error;
    };
  }
}

export function requireSecretBox({ secretBox }: WebhookRules): SecretBox {
  if (secretBox) return secretBox;
  const message =
    'This deployment sends no webhooks: whoever runs it has to set SECRET_KEY, by which their secrets are kept.';
  throw new DomainError(UserErrorCode.WEBHOOKS_OFF, message);
}

/** Each kind once; all in their place where none is named. */
export function distinctKinds(kinds: string[]): string[] {
  return [...new Set(kinds)];
}

export function soundDescription(text: string | null): string | null {
  return text === null ? null : soundText('description', text, 'a description', MAX_DESCRIPTION_LENGTH);
}

/** Undefined where a field was left out; null is not accepted. */
export function notNull<T>(field: string, value: T | null | undefined): T | undefined {
  if (value !== null) return value;
  throw badUserInput(`input.${field}`, `"input.${field}" is null; leave it out to keep it as it is.`);
}

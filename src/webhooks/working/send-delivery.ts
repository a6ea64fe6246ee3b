import type { SecretBox } from '../../lib/secret-box';
import type { OutboundRules } from '../sending/outbound-address';
import { type AttemptResult, postDelivery } from '../sending/post-delivery';
import { signedHeaders } from '../sending/sign';
import { secretOwner } from '../secret-owner';
import type { ClaimedDelivery } from './claim-deliveries.service';
import type { DeliveryPace } from './delivery-pace';

export interface Sender {
  secretBox: SecretBox;
  outbound: OutboundRules;
  pace: DeliveryPace;
}

/** Signs a delivery and posts it once. Rejects only where the signal calls it off. */
export function sendDelivery(
  { url, userId, secret, previousSecret, messageId, body }: ClaimedDelivery,
  { secretBox, outbound, pace }: Sender,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const owner = secretOwner(userId);
  // One that another key sealed signs nothing any more.
  const sealed = [secret, previousSecret].filter((one) => one !== null && secretBox.fits(one));
  const secrets = sealed.map((one) => secretBox.open(one as Buffer, owner));
  const message = { id: messageName(messageId), body };
  const post = { url: new URL(url), headers: signedHeaders(message, secrets), body };
  return postDelivery(post, outbound, { timeoutMs: pace.timeoutMs, signal });
}

/** The header `webhook-id`. */
function messageName(messageId: string): string {
  return `msg_${messageId.replaceAll('-', '')}`;
}

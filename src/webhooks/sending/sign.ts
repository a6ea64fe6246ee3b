import { createHmac, randomBytes } from 'node:crypto';

/** Symmetric secrets of Standard Webhooks have 24 to 64 bytes; an HMAC of SHA-256 gains nothing by more than 32. */
const SECRET_BYTES = 32;

export function createSigningSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** A secret as its owner sees it, once. */
export function shownSecret(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

export interface Message {
  /** The same at each attempt: how a receiver tells what it had before. */
  id: string;
  body: string;
}

/** The headers of Standard Webhooks (www.standardwebhooks.com): a signature for each secret, of which the receiver needs one. */
export function signedHeaders({ id, body }: Message, secrets: Buffer[], at = new Date()): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
    return `v1,${signature}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

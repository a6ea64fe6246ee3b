import { nodeKeyOf } from '../graphql/node';

/** A number of a row of which there may be more than 32 bits count; null where the text is none. */
export function parseDeliveryKey(key: string): number | null {
  return /^[1-9]\d{0,15}$/.test(key) && Number.isSafeInteger(Number(key)) ? Number(key) : null;
}

/** The row's key in the id of a delivery; null where the id is malformed or of another type. */
export function deliveryKeyOf(id: string): number | null {
  const key = nodeKeyOf('WebhookDelivery', id);
  return key === null ? null : parseDeliveryKey(key);
}

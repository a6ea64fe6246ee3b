import type { ServerResponse } from 'node:http';

/** So much is sent with its head in one piece, for which Node wants a text; whatever is longer is not copied for that. */
const SMALL_BYTES = 2_000;

/** Sends a body behind a head that says its length. */
export function sendWhole(response: ServerResponse, body: string | Buffer): void {
  if (typeof body === 'string' || body.length > SMALL_BYTES) response.end(body);
  else response.end(body.toString('latin1'), 'latin1');
}

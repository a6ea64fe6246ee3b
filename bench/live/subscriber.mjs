import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A client of the API, over a WebSocket that it opens at once. */
export function subscriberOf({ url }) {
  return createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: (error) => process.stderr.write(`A WebSocket ended: ${error?.reason || error}\n`),
  });
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { serviceUnavailable } from '../../graphql/errors';
import { statusOfRefusal } from '../http-errors';
import { endWithErrors } from '../protocol/client-errors';
import { type Origins, refuseForeignSocket } from '../protocol/origins';
import { Refusal } from '../protocol/refusal';
import { answerAsPlain } from '../requests/answer-as-plain';
import { clientAddressBy } from '../requests/client-address';
import { whenFree } from '../requests/open-requests';
import { refusalOf } from './refusal-of';
import { LiveSocket, SocketOfLimits } from './web-socket';
import { type ClientParts, WebSocketClient } from './web-socket-client';
import { WebSocketProtocol } from './web-socket-protocol';

interface WebSocketParts extends ClientParts {
  corsOrigins: Origins;
  publicUrl: string;
  trustedProxies: string[] | null;
  /** What every answer says. */
  headers: Record<string, string>;
}

/**
 * Takes WebSockets at `/graphql`. A handshake is no request with a response, so it does not pass the hooks of requests;
 * what it shares with them, it asks by itself.
 */
export function takeWebSockets(server: FastifyInstance, parts: WebSocketParts): void {
  const { limits, connections } = parts;
  const addressOf = clientAddressBy(parts.trustedProxies);
  const protocol = new WebSocketProtocol(parts);
  const sockets = new WebSocketServer({
    noServer: true,
    WebSocket: SocketOfLimits,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    clientTracking: false,
    // An answer to a ping waits for its client like any other message.
    autoPong: false,
    handleProtocols,
  });
  sockets.on('wsClientError', (error, socket) => {
    const sentence = `This is no handshake of a WebSocket (${error.message}).`;
    refuse(parts, socket, new Refusal(400, sentence, { 'sec-websocket-version': '13' }));
  });

  const shakeHands = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = addressOf(request);
    try {
      requireOpen(parts, request, address);
    } catch (error) {
      return refuse(parts, socket, error);
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const client = new WebSocketClient(
        parts,
        new LiveSocket(webSocket, parts),
        address,
        request.headers.authorization,
      );
      client.socket.onClose(connections.add(client));
      protocol.speakWith(client);
    });
  };

  server.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    // What was asked before on the same connection is answered before.
    whenFree(request.socket, () => {
      if (socket.destroyed) return;
      if (isForWebSocket(request)) shakeHands(request, socket, head);
      else answerAsPlain(server.server, request, socket, head);
    });
  });
}

function isForWebSocket({ method, headers, url = '' }: IncomingMessage): boolean {
  const [path] = url.split('?');
  return method === 'GET' && path === '/graphql' && headers.upgrade?.toLowerCase() === 'websocket';
}

function requireOpen(parts: WebSocketParts, request: IncomingMessage, address: string): void {
  const { lifecycle, connections } = parts;
  refuseForeignSocket(request, parts);
  if (!lifecycle.deployment) {
    throw serviceUnavailable('This server is starting or stopping; try again in a second.');
  }
  connections.requirePlace(address);
}

function refuse(parts: WebSocketParts, socket: Duplex, error: unknown): void {
  const { errors = [] } = refusalOf(parts, error);
  const { code, retryAfterSeconds } = errors[0]?.extensions ?? {};
  endWithErrors(socket, statusOfRefusal(code), errors, {
    ...parts.headers,
    ...(error instanceof Refusal && error.headers),
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(Number(retryAfterSeconds)) }),
    'X-Request-Id': randomUUID(),
  });
}

import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GraphQLFormattedError } from 'graphql';

/** What a connection brought that is no request, by the code of Node's error; anything else is malformed. */
const REFUSALS: Record<string, { status: number; message: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: 'The address and the headers are longer than 16 kB together; send a long document by POST.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not come to its end in time; send it again.' },
};
const MALFORMED = { status: 400, message: 'This is no request of HTTP/1.1.' };

/** Answers what Node could not read as a request in the shape of all errors, and ends the connection: nothing behind it can be read. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket, headers: Record<string, string>): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, message } = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const requestId = randomUUID();
  endWithErrors(socket, status, [{ message, extensions: { code: 'BAD_REQUEST', requestId } }], {
    ...headers,
    'X-Request-Id': requestId,
  });
}

/** Answers errors on a connection that no response belongs to, and ends it. */
export function endWithErrors(
  socket: Duplex,
  status: number,
  errors: readonly GraphQLFormattedError[],
  headers: Record<string, string>,
): void {
  const body = JSON.stringify({ errors });
  const lines = Object.entries({
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

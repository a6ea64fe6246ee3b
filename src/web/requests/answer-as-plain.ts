import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What asks for another protocol, in the header of the connection as well. */
const OF_UPGRADES = ['upgrade', 'http2-settings'];

/**
 * Answers a request that would change its protocol as if it had not asked for that, as HTTP wants where a server does not
 * know the other one: clients of Java and curl offer HTTP/2 so. Node takes whatever asks for an upgrade out of its hands once
 * somebody listens for one, so the request is given back to it in its own words, without those.
 */
export function answerAsPlain(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    const value = request.rawHeaders[at + 1] ?? '';
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value;
    if (kept !== null && !OF_UPGRADES.includes(name.toLowerCase())) lines.push(`${name}: ${kept}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

function withoutUpgrade(connection: string): string | null {
  const kept = connection.split(',').filter((option) => !OF_UPGRADES.includes(option.trim().toLowerCase()));
  return kept.length > 0 ? kept.join(',') : null;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Bag } from '../../lib/bag';
import { whenOver } from './open-requests';

/** The requests of a server that wait for their answer, or for its end. */
export class UnansweredRequests {
  private readonly open = new Bag<{ request: IncomingMessage; response: ServerResponse }>();
  private readonly newestBySocket = new WeakMap<Socket, IncomingMessage>();

  constructor(server: FastifyInstance) {
    server.addHook('onRequest', ({ raw: request }, { raw: response }, done) => {
      this.note(request, response);
      done();
    });
  }

  /** Takes note of one that waits for its answer from now on. */
  note(request: IncomingMessage, response: ServerResponse): void {
    this.newestBySocket.set(request.socket, request);
    whenOver(request, response, this.open.add({ request, response }));
  }

  /** Takes note of one that was read and answered in the same moment. */
  noteAnswered(request: IncomingMessage): void {
    this.newestBySocket.set(request.socket, request);
  }

  /** Whether nothing was read behind it from the same connection. */
  isNewest(request: IncomingMessage): boolean {
    return this.newestBySocket.get(request.socket) === request;
  }

  /** Whether one that came whole waits. */
  hasComplete(): boolean {
    return this.open.items().some(({ request }) => request.complete);
  }

  /** Whether one waits, whole or not, of which no part of the answer is sent. */
  hasUnbegun(): boolean {
    return this.open.items().some(({ response }) => !response.headersSent);
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { whenOver } from './open-requests';

/** The requests of a server that wait for their answer, or for its end. */
export class UnansweredRequests {
  private readonly responses = new Map<IncomingMessage, ServerResponse>();
  private readonly newestBySocket = new WeakMap<Socket, IncomingMessage>();

  constructor(server: FastifyInstance) {
    server.addHook('onRequest', ({ raw: request }, { raw: response }, done) => {
      this.responses.set(request, response);
      this.newestBySocket.set(request.socket, request);
      whenOver(request, response, () => this.responses.delete(request));
      done();
    });
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
    return [...this.responses.keys()].some(({ complete }) => complete);
  }

  /** Whether one waits, whole or not, of which no part of the answer is sent. */
  hasUnbegun(): boolean {
    return [...this.responses.values()].some(({ headersSent }) => !headersSent);
  }
}

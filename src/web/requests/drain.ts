import type { FastifyInstance } from 'fastify';
import type { Lifecycle } from '../lifecycle';
import type { UnansweredRequests } from './unanswered-requests';
import { untilQuiet } from './until-quiet';

/**
 * How long a connection that waits for nothing is kept at the stop. Its client may be about to use it again, and is told
 * by an answer then, not by a reset.
 */
const LINGER_MS = 300;

/**
 * Lets a stop wait for the answer to every request that was read, and for nothing else: neither for clients that keep a
 * connection, nor for those that send half of a request.
 */
export function drainAtStop(server: FastifyInstance, lifecycle: Lifecycle, unanswered: UnansweredRequests): void {
  let isDrained = false;

  server.addHook('onSend', ({ raw: request }, reply, _payload, done) => {
    if (lifecycle.isEnding) {
      // The connection ends behind an answer that says so, with what was to be answered after it.
      if (unanswered.isNewest(request)) reply.header('connection', 'close');
      else reply.raw.removeHeader('connection');
    }
    done();
  });

  server.server.on('connection', (socket) => {
    if (isDrained) socket.destroy();
  });

  server.addHook('preClose', async () => {
    if (lifecycle.phase.name !== 'stopping') return;
    await untilQuiet(server, { lingerMs: LINGER_MS, isBusy: () => unanswered.hasComplete() });
    isDrained = true;
    server.server.closeAllConnections();
  });
}

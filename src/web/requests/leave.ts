import { Server } from 'node:net';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { pollUntil } from '../../lib/poll-until';
import type { Lifecycle } from '../lifecycle';
import type { UnansweredRequests } from './unanswered-requests';

/**
 * How long a process that was replaced answers on over the connections that it has. Whoever uses one meanwhile is told to make
 * another, which leads to another process; who does not hears of its end long before it is used again.
 */
const LINGER_MS = 3_000;
const POLL_MS = 10;

/** Lets a process that was replaced go without a request that fails, and stop when nobody asks it any more. */
export function leaveBeforeStop(server: FastifyInstance, lifecycle: Lifecycle, unanswered: UnansweredRequests): void {
  server.addHook('preClose', async () => {
    if (!lifecycle.isLeaving) return;
    // Closed as an HTTP server it would end kept connections in the same moment, whatever their clients have just sent.
    Server.prototype.close.call(server.server);
    const lingersUntil = performance.now() + LINGER_MS;
    const countConnections = promisify(server.server.getConnections.bind(server.server));
    const isOver = async () => {
      if (lifecycle.phase.name === 'stopping') return true;
      const isAlone = (await countConnections()) === 0;
      return ((isAlone || performance.now() >= lingersUntil) && !unanswered.hasUnbegun()) || undefined;
    };
    await pollUntil(isOver, { withinMs: Infinity, everyMs: POLL_MS });
    // The whole server stops meanwhile.
    if (lifecycle.phase.name === 'stopping') return;
    server.server.closeIdleConnections();
    lifecycle.phase = { name: 'stopping' };
  });
}

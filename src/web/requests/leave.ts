import { Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Lifecycle } from '../lifecycle';
import type { UnansweredRequests } from './unanswered-requests';
import { untilQuiet } from './until-quiet';

/**
 * How long a process that was replaced answers on over the connections that it has. Whoever uses one meanwhile is told to make
 * another, which leads to another process; who does not hears of its end long before it is used again.
 */
const LINGER_MS = 3_000;

/** Lets a process that was replaced go without a request that fails, and stop when nobody asks it any more. */
export function leaveBeforeStop(server: FastifyInstance, lifecycle: Lifecycle, unanswered: UnansweredRequests): void {
  server.addHook('preClose', async () => {
    if (!lifecycle.isLeaving) return;
    // Closed as an HTTP server it would end kept connections in the same moment, whatever their clients have just sent.
    Server.prototype.close.call(server.server);
    // The whole server may be told to stop meanwhile.
    const isStopping = () => lifecycle.phase.name === 'stopping';
    await untilQuiet(server, { lingerMs: LINGER_MS, isBusy: () => unanswered.hasUnbegun(), isOver: isStopping });
    if (isStopping()) return;
    server.server.closeIdleConnections();
    lifecycle.phase = { name: 'stopping' };
  });
}

import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { pollUntil } from '../../lib/poll-until';

const POLL_MS = 10;

interface Quiet {
  /** For how long connections that wait for nothing are waited for. */
  lingerMs: number;
  /** Whether a request is waited for, however long it takes. */
  isBusy: () => boolean;
  /** Ends the wait early. */
  isOver?: () => boolean;
}

/** Waits until a server has no connection left, or none that it waits for. */
export async function untilQuiet(
  { server }: FastifyInstance,
  { lingerMs, isBusy, isOver = () => false }: Quiet,
): Promise<void> {
  const lingersUntil = performance.now() + lingerMs;
  const countConnections = promisify(server.getConnections.bind(server));
  const isQuiet = async () => {
    if (isOver()) return true;
    const isAlone = performance.now() >= lingersUntil || (await countConnections()) === 0;
    return (isAlone && !isBusy()) || undefined;
  };
  await pollUntil(isQuiet, { withinMs: Infinity, everyMs: POLL_MS });
}

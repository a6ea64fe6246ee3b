import cluster from 'node:cluster';
import type { FastifyBaseLogger } from 'fastify';
import { BACKGROUND_CONNECTIONS, type Config, ConfigError, workerMark } from './config';
import { openToServe, type ServedDatabase } from './open-to-serve';
import type { RunningServer } from './serve';
import { GatheredFigures } from './workers/gathered-figures';
import { shareOf } from './workers/shares';
import { WorkerGroup } from './workers/worker-group';

/**
 * Serves by several processes behind one port. This one answers nothing: it opens the database, hands connections to the workers
 * in turn, and replaces who dies.
 */
export async function serveByWorkers(config: Config, log: FastifyBaseLogger): Promise<RunningServer> {
  const group = startGroup(config, log);
  let opened: ServedDatabase | undefined;
  const stop = async () => {
    const isWell = await group.stop();
    await opened?.close();
    return isWell;
  };
  try {
    // Before anything is done to the database: what has no port to listen on is not to migrate it.
    await group.listening();
    opened = await openToServe(config, BACKGROUND_CONNECTIONS, log);
    // From here on the workers use it; the embedded server runs for as long as this process.
    await opened.database.close();
    const url = await group.serve(opened.url);
    const notice = `${opened.notice}\n${config.workers} workers answer requests; SIGHUP to process ${process.pid} replaces them.`;
    return { url, notice, stop, restart: () => group.restart() };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startGroup({ workers: count, poolSize, limits }: Config, log: FastifyBaseLogger): WorkerGroup {
  if (!cluster.isPrimary) {
    throw new ConfigError(`WORKERS is ${count}, but this process is a worker of another program; it takes 1 there.`);
  }
  // Whichever worker is next, and not whoever the system wakes: that would be one of them most of the time.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const figures = new GatheredFigures(() => group.members());
  const group: WorkerGroup = new WorkerGroup({
    count,
    env: workerMark(process.pid),
    taskOf: (place) => ({ poolSize: shareOf(poolSize, { place, count }), hasBackground: place === 0 }),
    requestMs: limits.requestMs,
    onStart(member) {
      member.onMessage((message) => figures.hear(message, member));
      void member.gone.then(() => figures.keep(member));
    },
    log,
  });
  return group;
}

import type { FastifyBaseLogger } from 'fastify';
import { startBackground } from './background';
import { BACKGROUND_CONNECTIONS, type Config, ERRAND_CONNECTIONS } from './config';
import { openToServe } from './open-to-serve';
import { createRequestServer } from './request-server';
import type { LineToPrimary } from './workers/line-to-primary';
import type { Ending } from './workers/messages';

/**
 * Serves a share of the requests beside other workers, and does what is done once where that is its task. The first workers
 * listen at once, as a process alone does; later ones when they are ready, as others are there to answer meanwhile.
 */
export async function serveAsWorker(config: Config, log: FastifyBaseLogger, line: LineToPrimary) {
  const { poolSize, hasBackground, databaseUrl } = await line.task;
  const share = { ...config, poolSize, sampleData: false };
  const requests = await createRequestServer(share, log, (own) => line.gatherFigures(own));
  const { metrics } = requests;
  line.offerFigures(metrics.figures);
  let url: string | undefined;
  if (databaseUrl === null) {
    url = await requests.listen();
    await line.tell({ type: 'listening' });
  }
  const opened = await openToServe(
    { ...share, databaseUrl: databaseUrl ?? (await line.databaseUrl) },
    hasBackground ? BACKGROUND_CONNECTIONS : ERRAND_CONNECTIONS,
    log,
  );
  const changes = requests.answerBy(opened);
  const { database } = opened;
  const stopBackground = hasBackground ? startBackground(config, { database, changes, metrics, log }) : async () => {};
  url ??= await requests.listen();
  await line.tell({ type: 'ready', url });

  const closeAll = async () => {
    await requests.release();
    await opened.close();
    await line.tell({ type: 'figures', request: null, figures: await metrics.figures() });
  };
  let ended: Promise<void> | undefined;
  // Who is leaving may be told to stop meanwhile, and hurries then.
  return (ending: Ending): Promise<void> => {
    const answered = ending === 'replaced' ? requests.leave() : requests.stop();
    return (ended ??= Promise.all([answered, stopBackground()]).then(closeAll));
  };
}

import type { FastifyBaseLogger } from 'fastify';
import { startBackground } from './background';
import { BACKGROUND_CONNECTIONS, type Config } from './config';
import { openToServe } from './open-to-serve';
import { createRequestServer } from './request-server';

export interface RunningServer {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** What a person should know of where the data are. */
  notice: string;
  /** Lets what runs finish, then closes everything; answers whether all went as it should. */
  stop(): Promise<boolean>;
  /** Replaces the workers, one after the other, without losing a request; there is none where one process serves. */
  restart?: () => void;
}

/** Serves by this process alone: it listens at once and is ready when its database is. */
export async function serve(config: Config, log: FastifyBaseLogger): Promise<RunningServer> {
  const requests = await createRequestServer(config, log);
  const url = await requests.listen();
  try {
    const opened = await openToServe(config, BACKGROUND_CONNECTIONS, log);
    const changes = requests.answerBy(opened);
    const { database, notice } = opened;
    const stopBackground = startBackground(config, { database, changes, metrics: requests.metrics, log });
    const stop = async () => {
      await Promise.all([requests.stop(), stopBackground()]);
      await requests.release();
      await opened.close();
      return true;
    };
    return { url, notice, stop };
  } catch (error) {
    await requests.stop();
    throw error;
  }
}

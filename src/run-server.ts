import { isWorkerOf, readConfig } from './config';
import { explainFailure } from './explain-failure';
import { jsonLog } from './json-log';
import { runWorker } from './run-worker';
import { serve } from './serve';
import { serveByWorkers } from './serve-by-workers';

/** A stop that takes longer than this is cut off: whoever sent the signal would kill the process soon after. */
const STOP_WITHIN_MS = 9_000;

/** Serves until SIGINT or SIGTERM: what runs is finished, and the process ends with 0. */
export async function runServer(): Promise<void> {
  if (isWorkerOf(process.ppid)) return runWorker();
  try {
    const config = readConfig();
    const log = jsonLog(config.logLevel);
    const server = config.workers === 1 ? await serve(config, log) : await serveByWorkers(config, log);
    const stop = async (signal: string) => {
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      process.exit((await server.stop()) ? 0 : 1);
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop(signal));
    const { restart } = server;
    if (restart) process.on('SIGHUP', restart);
    // Whoever reads that it is ready may signal it at once.
    announce(server.url, server.notice);
  } catch (error) {
    process.stderr.write(`${explainFailure(error)}\n`);
    process.exit(1);
  }
}

/** Standard output is for people; the log, a JSON object a line, goes to standard error. */
function announce(url: string, notice: string): void {
  const lines = [
    'Daily Papers is ready.',
    '',
    `  GraphiQL  ${url}/graphiql`,
    `  API       ${url}/graphql`,
    `  Schema    ${url}/schema.graphql`,
    '',
    notice,
    'Stop it with Ctrl-C.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

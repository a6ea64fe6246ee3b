import { pino } from 'pino';
import { readConfig } from './config';
import { explainFailure } from './explain-failure';
import { serve } from './serve';

/** A stop that takes longer than this is cut off: whoever sent the signal would kill the process soon after. */
const STOP_WITHIN_MS = 9_000;

/** Serves until SIGINT or SIGTERM: what runs is finished, and the process ends with 0. */
export async function runServer(): Promise<void> {
  try {
    const config = readConfig();
    const log = pino({ level: config.logLevel }, pino.destination(2));
    const server = await serve(config, log);
    announce(server.url, server.notice);
    const stop = async (signal: string) => {
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      await server.stop();
      process.exit(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop(signal));
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

import { readConfig } from './config';
import { explainFailure } from './explain-failure';
import { jsonLog } from './json-log';
import { serveAsWorker } from './serve-as-worker';
import { endsWithinMs } from './workers/ending-times';
import { LineToPrimary } from './workers/line-to-primary';
import type { Ending } from './workers/messages';

/** Serves until the primary wants the end, or is gone. */
export async function runWorker(): Promise<void> {
  const line = new LineToPrimary();
  // What has not begun has nothing to finish.
  let end = (_ending: Ending) => Promise.resolve();
  let requestMs = 0;
  const endAs = async (ending: Ending) => {
    setTimeout(() => process.exit(1), endsWithinMs(ending, requestMs)).unref();
    await end(ending);
    process.exit(0);
  };
  line.onEnd((ending) => void endAs(ending));
  // A terminal and a service manager signal the whole group: the primary, which hears of it too, says what is to be done.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
  // Who ends this process alone has it replaced.
  process.on('SIGTERM', () => void endAs('replaced'));
  try {
    const config = readConfig();
    requestMs = config.limits.requestMs;
    end = await serveAsWorker(config, jsonLog(config.logLevel), line);
  } catch (error) {
    await line.tell({ type: 'failed', sentence: explainFailure(error) });
    process.exit(1);
  }
}

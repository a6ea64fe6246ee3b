import { once } from 'node:events';
import type { Command } from 'commander';
import { pino } from 'pino';
import { followStream } from '../changes/feed/follow-stream';
import { settleTransactionOffset } from '../changes/settle-offset.service';
import { BACKGROUND_CONNECTIONS, ConfigError, readConfig } from '../config';
import { openDatabase } from '../db/open-database';
import { resolvePublicHost } from '../lib/resolve-host';
import { entities } from '../slices';
import { startDelivering } from '../webhooks/working/start-delivering';

export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description(
      'deliver to webhooks until SIGTERM or Ctrl-C, beside servers of which each delivers too unless WEBHOOK_WORKER is off',
    )
    .action(deliverUntilStopped);
}

async function deliverUntilStopped(): Promise<void> {
  const config = readConfig();
  const { secretBox, webhookAllowedHosts: allowedHosts } = config;
  if (!secretBox) throw new ConfigError('SECRET_KEY is not set, so there are no webhooks; set it as for the server.');
  const log = pino({ level: config.logLevel }, { write: (line) => void process.stderr.write(plainLine(line)) });
  const patience = { ...config.patience, tell: (line: string) => log.info(line) };
  const opened = await openDatabase({ ...config, poolSize: BACKGROUND_CONNECTIONS, patience, use: 'join', entities });
  try {
    await settleTransactionOffset(opened.database);
    const outbound = { allowedHosts, resolveHost: resolvePublicHost };
    const stream = followStream({
      url: opened.url,
      pool: opened.database.pool,
      onFailure: (err) => log.warn({ err }, 'the change stream cannot be read; it is tried again until it can'),
    });
    const { changes } = stream;
    const stop = startDelivering(opened.database, { secretBox, outbound, changes, log });
    log.info(`delivering to webhooks. ${opened.notice}`);
    const signal = await Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name).then(() => name)));
    log.info(`stopping at ${signal}, once what is being sent is sent`);
    await stop();
    await stream.stop();
    log.info('stopped');
  } finally {
    await opened.close();
  }
}

/** A line for people: the time, what is said, and what went wrong. */
function plainLine(json: string): string {
  const { time, msg, err } = JSON.parse(json) as { time: number; msg: string; err?: { message: string } };
  const cause = err ? `: ${err.message}` : '';
  return `${new Date(time).toISOString()} ${msg}${cause}\n`;
}

import type { FastifyBaseLogger } from 'fastify';
import type { ChangeFeed } from './changes/feed/change-feed';
import { startForgetting } from './changes/retention.service';
import type { Config } from './config';
import type { Database } from './db/database';
import { startFilling } from './fill-index';
import { resolvePublicHost } from './lib/resolve-host';
import type { Metrics } from './metrics/metrics';
import { arxivSource } from './sources/arxiv-source';
import { startFetching } from './sources/fetch-submissions';
import { startDelivering } from './webhooks/working/start-delivering';

interface BackgroundParts {
  database: Database;
  changes: ChangeFeed;
  metrics: Metrics;
  log: FastifyBaseLogger;
}

/** Does what a server does beside the requests, and once however many workers it has; answers how to end that. */
export function startBackground(config: Config, parts: BackgroundParts): () => Promise<void> {
  const { database, metrics, log } = parts;
  const stops = [
    fetchingOf(config, parts),
    startFilling(database, {
      log,
      onProgress: (done, total) => metrics.noteUnindexedPapers(Math.max(0, total - done)),
    }),
    startForgetting(database, {
      days: config.changesKeptDays,
      onFailure: (err) => log.warn({ err }, 'old changes could not be forgotten; it is tried again later'),
    }),
    deliveringOf(config, parts),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function fetchingOf({ arxivApiUrl, submissionRules }: Config, { database, log }: BackgroundParts): () => Promise<void> {
  if (arxivApiUrl === null) return () => Promise.resolve();
  return startFetching(database, arxivSource(arxivApiUrl), { ...submissionRules, log });
}

function deliveringOf(config: Config, { database, changes, metrics, log }: BackgroundParts): () => Promise<void> {
  const { secretBox, isDelivering, webhookAllowedHosts: allowedHosts } = config;
  if (!secretBox || !isDelivering) return () => Promise.resolve();
  const outbound = { allowedHosts, resolveHost: resolvePublicHost };
  return startDelivering(database, { secretBox, outbound, changes, log, onAttempt: metrics.noteDelivery });
}

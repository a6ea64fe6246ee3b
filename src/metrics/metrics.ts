import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Deployment } from '../graphql/context';
import { programVersion } from '../lib/program-version';
import { addDatabaseMetrics } from './database-metrics';
import { createLiveMetrics, type LiveMetrics } from './live-metrics';
import { addPoolMetrics } from './pool-metrics';
import { createRequestMetrics, type RequestMetrics } from './request-metrics';

export interface Metrics extends RequestMetrics {
  contentType: string;
  /** All figures as they are now, as Prometheus reads them. */
  read: () => Promise<string>;
  /** How many papers search does not find yet, because it is being filled. */
  noteUnindexedPapers: (count: number) => void;
  /** Of those who listen. */
  live: LiveMetrics;
  /** Something was sent to a webhook, and taken or not. */
  noteDelivery: (isDelivered: boolean) => void;
}

/** The metrics of one server. They are its own: a process may run several. */
export function createMetrics(deploymentNow: () => Deployment | null): Metrics {
  const registry = new Registry();
  // Memory, processor, file descriptors, garbage collection, and the delay of the event loop since the last reading.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'daily_papers_build_info',
    help: 'Always 1; the version of the program is its label.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: programVersion() }, 1);
  const unindexed = new Gauge({
    name: 'daily_papers_search_unindexed_papers',
    help: 'Papers from before a change of the rules of search that this process still has to read.',
    registers: [registry],
  });
  const attempts = new Counter({
    name: 'daily_papers_webhook_attempts_total',
    help: 'Attempts of this process to deliver to a webhook, by what came of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of ['delivered', 'failed']) attempts.inc({ outcome }, 0);
  addPoolMetrics(registry, () => deploymentNow()?.requestPool.connections ?? null);
  const readDatabase = addDatabaseMetrics(registry, () => deploymentNow()?.database.pool ?? null);

  return {
    ...createRequestMetrics(registry),
    live: createLiveMetrics(registry),
    contentType: registry.contentType,
    async read() {
      await readDatabase();
      return registry.metrics();
    },
    noteUnindexedPapers: (count) => unindexed.set(count),
    noteDelivery: (isDelivered) => attempts.inc({ outcome: isDelivered ? 'delivered' : 'failed' }),
  };
}

import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Deployment } from '../graphql/context';
import { programVersion } from '../lib/program-version';
import { addDatabaseMetrics } from './database-metrics';
import { type Figures, sumOf } from './figures';
import { createKeptAnswersMetrics, type KeptAnswersMetrics } from './kept-answers-metrics';
import { createLiveMetrics, type LiveMetrics } from './live-metrics';
import { addPoolMetrics } from './pool-metrics';
import { createRequestMetrics, type RequestMetrics } from './request-metrics';

export interface Metrics extends RequestMetrics {
  contentType: string;
  /** All figures as they are now, as Prometheus reads them: those of all workers of a server, whichever is asked. */
  read: () => Promise<string>;
  /** What this process counted and measured itself. */
  figures: () => Promise<Figures>;
  /** How many papers search does not find yet, because it is being filled. */
  noteUnindexedPapers: (count: number) => void;
  /** Of those who listen. */
  live: LiveMetrics;
  keptAnswers: KeptAnswersMetrics;
  /** Something was sent to a webhook, and taken or not. */
  noteDelivery: (isDelivered: boolean) => void;
}

/** Gathers the figures of all workers of a server, of which this process, whose own are given, is one. */
export type GatherFigures = (own: () => Promise<Figures>) => Promise<Figures[]>;

/** The metrics of one server. They are its own: a process may run several. */
export function createMetrics(deploymentNow: () => Deployment | null, gather: GatherFigures | null = null): Metrics {
  const registry = new Registry();
  // Memory, processor, file descriptors, garbage collection, and the delay of the event loop since the last reading.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'daily_papers_build_info',
    help: 'Always 1; the version of the program is its label.',
    labelNames: ['version'],
    aggregator: 'max',
    registers: [registry],
  }).set({ version: programVersion() }, 1);
  const unindexed = new Gauge({
    name: 'daily_papers_search_unindexed_papers',
    help: 'Papers from before a change of the rules of search that this server still has to read.',
    aggregator: 'max',
    registers: [registry],
  });
  const attempts = new Counter({
    name: 'daily_papers_webhook_attempts_total',
    help: 'Attempts of this server to deliver to a webhook, by what came of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of ['delivered', 'failed']) attempts.inc({ outcome }, 0);
  addPoolMetrics(registry, () => deploymentNow()?.requestPool.connections ?? null);
  // Of the whole database, so they are read by whoever is asked, and neither gathered nor summed.
  const common = new Registry();
  const readDatabase = addDatabaseMetrics(common, () => deploymentNow()?.database.pool ?? null);
  const figures = () => registry.getMetricsAsJSON();

  return {
    ...createRequestMetrics(registry),
    live: createLiveMetrics(registry),
    keptAnswers: createKeptAnswersMetrics(registry),
    contentType: registry.contentType,
    async read() {
      await readDatabase();
      const counted = gather ? sumOf(await gather(figures)) : registry;
      return Registry.merge([counted, common]).metrics();
    },
    figures,
    noteUnindexedPapers: (count) => unindexed.set(count),
    noteDelivery: (isDelivered) => attempts.inc({ outcome: isDelivered ? 'delivered' : 'failed' }),
  };
}

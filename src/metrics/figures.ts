import { AggregatorRegistry, type Registry } from 'prom-client';

/** What one process counted and measured, as it goes from one process to another. */
export type Figures = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** The figures of several processes as those of one: sums, but for what says otherwise of itself. */
export function sumOf(all: Figures[]): Registry {
  return AggregatorRegistry.aggregate(all);
}

/** What stays true of a process that is gone: what it counted, and not how it was. */
export function countsIn(figures: Figures): Figures {
  // The types of prom-client tell of numbers, and it gives words.
  return figures.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));
}

import { Counter, Gauge, type Registry } from 'prom-client';

/** By which way a client listens. */
export const TRANSPORTS = ['websocket', 'sse'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** What is counted of those who listen. */
export interface LiveMetrics {
  /** So many more, or fewer, are open. */
  noteConnections: (transport: Transport, change: number) => void;
  noteSubscriptions: (transport: Transport, change: number) => void;
  /** An event was taken by its client. */
  noteEvent: (transport: Transport) => void;
  /** A client did not take a message in time. */
  noteSlowClient: (transport: Transport) => void;
}

export function createLiveMetrics(registry: Registry): LiveMetrics {
  const labelled = { labelNames: ['transport'] as const, registers: [registry] };
  const connections = new Gauge({
    name: 'daily_papers_live_connections',
    help: 'Connections of clients that listen, by transport.',
    ...labelled,
  });
  const subscriptions = new Gauge({
    name: 'daily_papers_live_subscriptions',
    help: 'Subscriptions that are open, by transport.',
    ...labelled,
  });
  const events = new Counter({
    name: 'daily_papers_live_events_total',
    help: 'Events that clients took, by transport.',
    ...labelled,
  });
  const slowClients = new Counter({
    name: 'daily_papers_live_slow_clients_total',
    help: 'Clients that were dropped because they did not take a message in time, by transport.',
    ...labelled,
  });
  // From zero on, so that the first one is an increase that an alert can see.
  for (const transport of TRANSPORTS) {
    for (const metric of [connections, subscriptions, events, slowClients]) metric.inc({ transport }, 0);
  }
  return {
    noteConnections: (transport, change) => connections.inc({ transport }, change),
    noteSubscriptions: (transport, change) => subscriptions.inc({ transport }, change),
    noteEvent: (transport) => events.inc({ transport }),
    noteSlowClient: (transport) => slowClients.inc({ transport }),
  };
}

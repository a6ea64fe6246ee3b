import type { Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';

/** How the connections of requests are used, looked at when the metrics are read. `poolNow` answers null until there is a pool. */
export function addPoolMetrics(registry: Registry, poolNow: () => Pool | null): void {
  new Gauge({
    name: 'daily_papers_pool_connections',
    help: 'Connections of requests to the database, by state: busy or idle.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const pool = poolNow();
      this.set({ state: 'idle' }, pool?.idleCount ?? 0);
      this.set({ state: 'busy' }, pool ? pool.totalCount - pool.idleCount : 0);
    },
  });
  new Gauge({
    name: 'daily_papers_pool_connections_max',
    help: 'Connections to the database that requests may have.',
    registers: [registry],
    collect() {
      this.set(poolNow()?.options.max ?? 0);
    },
  });
  new Gauge({
    name: 'daily_papers_pool_waiting_requests',
    help: 'Requests that wait for a connection to the database.',
    registers: [registry],
    collect() {
      this.set(poolNow()?.waitingCount ?? 0);
    },
  });
}

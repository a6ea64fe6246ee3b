import type { Deployment } from '../graphql/context';
import type { RateLimiter } from '../rates/buckets/rate-limiter';

/** Where a server stands between its start and its end; requests are answered in one phase alone. */
export type Phase =
  { name: 'starting' } | { name: 'ready'; deployment: Deployment; rateLimiter: RateLimiter } | { name: 'stopping' };

export class Lifecycle {
  phase: Phase = { name: 'starting' };

  get deployment(): Deployment | null {
    return this.phase.name === 'ready' ? this.phase.deployment : null;
  }
}

import type { Deployment } from '../graphql/context';
import type { RateLimiter } from '../rates/buckets/rate-limiter';

/** Where a server stands between its start and its end; requests are answered in one phase alone. */
export type Phase =
  { name: 'starting' } | { name: 'ready'; deployment: Deployment; rateLimiter: RateLimiter } | { name: 'stopping' };

export class Lifecycle {
  phase: Phase = { name: 'starting' };
  /** Another process has taken its place: whoever keeps a connection is answered, and told to come again by another one. */
  isLeaving = false;

  get deployment(): Deployment | null {
    return this.phase.name === 'ready' ? this.phase.deployment : null;
  }
}

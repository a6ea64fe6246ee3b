import type { Deployment } from '../graphql/context';
import type { RateLimiter } from '../rates/buckets/rate-limiter';
import type { KeptAnswers } from './answering/kept-answers';

/** Where a server stands between its start and its end; requests are answered in one phase alone. */
export type Phase = { name: 'starting' } | Ready | { name: 'stopping' };

interface Ready {
  name: 'ready';
  deployment: Deployment;
  rateLimiter: RateLimiter;
  /** Null where no answers are kept. */
  keptAnswers: KeptAnswers | null;
}

export class Lifecycle {
  phase: Phase = { name: 'starting' };
  /** Another process has taken its place: whoever keeps a connection is answered, and told to come again by another one. */
  isLeaving = false;

  /** Whether connections are to end behind their next answer. */
  get isEnding(): boolean {
    return this.phase.name === 'stopping' || this.isLeaving;
  }

  get deployment(): Deployment | null {
    return this.phase.name === 'ready' ? this.phase.deployment : null;
  }

  get keptAnswers(): KeptAnswers | null {
    return this.phase.name === 'ready' ? this.phase.keptAnswers : null;
  }
}

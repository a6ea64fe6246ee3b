import type { AppSettings } from '../../src/app';
import { limitsWith } from '../../src/graphql/limits';
import { createMetrics } from '../../src/metrics/metrics';
import type { Lifecycle } from '../../src/web/lifecycle';

/** What a deployment settles, as it is where nobody sets a variable, and what a test wants otherwise. */
export function appSettings(lifecycle: Lifecycle, given: Partial<AppSettings> = {}): AppSettings {
  return {
    verifyToken: null,
    limits: limitsWith(),
    publicUrl: 'https://papers.example',
    corsOrigins: [],
    metrics: createMetrics(() => lifecycle.deployment),
    metricsToken: null,
    trustedProxies: null,
    slowOperationMs: 500,
    ...given,
  };
}

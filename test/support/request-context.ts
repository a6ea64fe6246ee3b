import { ChangeFeed } from '../../src/changes/feed/change-feed';
import type { Database } from '../../src/db/database';
import { RequestDatabase } from '../../src/db/requests/request-database';
import type { Context } from '../../src/graphql/context';
import { limitsWith } from '../../src/graphql/limits';
import { FEED_TIME_ZONE, SUBMISSION_RULES, WEBHOOK_RULES } from './test-server';

/** There is no request that anybody could be charged for. */
const FREE: Context['charges'] = {
  charge: () => Promise.resolve(),
  pointsLeft: () => ({ limit: 1, remaining: 1, resetAt: new Date('2025-01-01') }),
};

/** What resolvers know of a request, for tests that run them without HTTP. */
export function requestContext({ pool }: Database, viewer: Context['viewer']): Context {
  const limits = limitsWith();
  const { statementMs, requestMs } = limits;
  return {
    database: new RequestDatabase({ connections: pool, statementMs, requestMs }),
    publicUrl: 'https://papers.example',
    feedTimeZone: FEED_TIME_ZONE,
    submissionRules: SUBMISSION_RULES,
    webhookRules: WEBHOOK_RULES,
    limits,
    embedder: null,
    changes: new ChangeFeed(pool, { announcer: { announce: () => undefined }, onFailure: () => undefined }),
    subscription: null,
    viewer,
    requestId: 'test',
    cost: { requested: 1 },
    shown: null,
    charges: FREE,
    loaded: { scope: new Map() },
  };
}

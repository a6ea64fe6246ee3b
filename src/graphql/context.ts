import type { ChangeFeed } from '../changes/feed/change-feed';
import type { Database } from '../db/database';
import type { RequestDatabase } from '../db/requests/request-database';
import type { RequestPool } from '../db/requests/request-pool';
import type { Embedder } from '../lib/embedder';
import type { ResolveHost } from '../lib/resolve-host';
import type { SecretBox } from '../lib/secret-box';
import type { Charges } from './charges';
import type { Confirmation } from './confirmation';
import type { Limits } from './limits';
import type { SubscriptionPhase } from './subscription';
import type { Viewer } from './viewer';

/** What people may submit. */
export interface SubmissionRules {
  /** By one person on one day of the feed. */
  readonly maxPerDay: number;
  /** How many days before its edition a paper may have been published; null for any. */
  readonly maxAgeDays: number | null;
  /** Whether papers that are not here yet are fetched. */
  readonly isFetching: boolean;
}

/** How webhooks are kept, and where they may lead. */
export interface WebhookRules {
  /** What seals their secrets; null where this deployment has no key, and so no webhooks. */
  readonly secretBox: SecretBox | null;
  /** Hosts, or hosts with their port, that are trusted whatever their address. */
  readonly allowedHosts: readonly string[];
  readonly resolveHost: ResolveHost;
}

/** What stays the same for every request of a process. */
export interface Deployment {
  /** For the work of the process itself, which takes the time that it takes. */
  readonly database: Database;
  /** For the work of requests. */
  readonly requestPool: RequestPool;
  /** What links to this deployment begin with, without a slash at the end. */
  readonly publicUrl: string;
  /** The IANA name of the zone in which editions begin and end. */
  readonly feedTimeZone: string;
  readonly submissionRules: SubmissionRules;
  readonly webhookRules: WebhookRules;
  readonly limits: Limits;
  /** The change stream as this process follows it. */
  readonly changes: ChangeFeed;
  /** What turns a query into a vector; null where the deployment has none. */
  readonly embedder: Embedder | null;
}

/** What an answer shows, noted while it is made. */
export interface Shown {
  readonly paperIds: Set<number>;
  /** Whether a field that leads to things of any type led to something else than papers and authors. */
  hasOthers: boolean;
}

/** What resolvers know of the request that they work for. Loaders are kept by it. */
export interface Context extends Omit<Deployment, 'database' | 'requestPool'> {
  /** What this request has of the database, for as long as somebody waits for it. */
  readonly database: RequestDatabase;
  readonly viewer: Viewer | null;
  /** Of a viewer who was read for an earlier request and not for this one. */
  readonly confirmation?: Confirmation | undefined;
  readonly requestId: string;
  /** Where a subscription stands; null for queries and mutations. */
  readonly subscription: SubscriptionPhase | null;
  /** What the operation costs at most, in points; 1, for the request itself, until it was measured. */
  readonly cost: { requested: number };
  /** What the request is charged to. */
  readonly charges: Charges;
  /** Where it is noted what the answer shows; null where nobody wants to know. */
  readonly shown: Shown | null;
  /**
   * The loaders of the request, by what they read; a mutation puts new ones in their place. A WeakMap by request would keep each
   * request until the next full collection of garbage, as loaders lead to their request, and what such a map holds is not held weakly by smaller ones.
   */
  readonly loaded: { scope: Map<unknown, unknown> };
}

import type { Database } from '../db/database';
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

/** What stays the same for every request of a process. */
export interface Deployment {
  readonly database: Database;
  /** What links to this deployment begin with, without a slash at the end. */
  readonly publicUrl: string;
  /** The IANA name of the zone in which editions begin and end. */
  readonly feedTimeZone: string;
  readonly submissionRules: SubmissionRules;
}

/** What resolvers know of the request that they work for. Loaders are kept by it. */
export interface Context extends Deployment {
  readonly viewer: Viewer | null;
  readonly requestId: string;
  /** What the request has loaded is kept by this object; a mutation puts a new one in its place. */
  readonly loaded: { scope: object };
}

import { Extensions } from 'type-graphql';
import type { RequestDatabase } from '../db/requests/request-database';

/** What a person may do only so often an hour. */
export type HourlyQuota = 'comments' | 'submissions' | 'votes' | 'tokens' | 'webhooks' | 'deliveries';

/** Says of a mutation what it counts as: each alias of it counts one, whatever comes of it. */
export const CountsAs = (hourlyQuota: HourlyQuota): MethodDecorator & PropertyDecorator => Extensions({ hourlyQuota });

/** What whoever asks may spend at once, what is left of it, and when it will be there whole again. */
export interface PointsLeft {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Date;
}

/** Takes what a request costs from whoever asks; refuses with RATE_LIMITED where that is not there. */
export interface Charges {
  charge(points: number): Promise<void>;
  /** Charges all of them or, where one is used up, none. */
  chargeQuotas(database: RequestDatabase, counts: ReadonlyMap<HourlyQuota, number>): Promise<void>;
  pointsLeft(): PointsLeft;
}

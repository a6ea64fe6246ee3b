import { Extensions } from 'type-graphql';

/** What a person may do only so often an hour. */
export type HourlyQuota = 'comments' | 'submissions' | 'votes' | 'tokens' | 'webhooks' | 'deliveries';

/** How often an operation does what is counted by the hour. */
export type QuotaCounts = ReadonlyMap<HourlyQuota, number>;

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
  /** Charges the points and what is counted by the hour or, where some of it is not there, nothing. */
  charge(points: number, counts?: QuotaCounts): Promise<void>;
  pointsLeft(): PointsLeft;
}

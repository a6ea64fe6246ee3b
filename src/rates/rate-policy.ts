import type { HourlyQuota } from '../graphql/charges';
import type { LimitName, Limits } from '../graphql/limits';

/** How much may be used of something, at once and over time. */
export interface RatePolicy {
  /** As headers and refusals name it. */
  readonly name: string;
  /** How much a bucket holds, so how much may be used at once. */
  readonly burst: number;
  /** How much comes back. */
  readonly perSecond: number;
}

/** A bucket, and whose it is in words. */
export interface Payer {
  readonly key: string;
  readonly policy: RatePolicy;
  readonly who: string;
}

export function addressPayer(limits: Limits, address: string): Payer {
  const policy = { name: 'points', burst: limits.addressPoints, perSecond: limits.addressPointsPerSecond };
  return { key: `address:${address}`, policy, who: 'an address' };
}

export function userPayer(limits: Limits, userId: number): Payer {
  const policy = { name: 'points', burst: limits.userPoints, perSecond: limits.userPointsPerSecond };
  return { key: `user:${userId}`, policy, who: 'a person' };
}

const LIMIT_BY_QUOTA: Record<HourlyQuota, LimitName> = {
  comments: 'commentsPerHour',
  submissions: 'submissionsPerHour',
  votes: 'votesPerHour',
  tokens: 'tokensPerHour',
  webhooks: 'webhooksPerHour',
  deliveries: 'deliveriesPerHour',
};

export const quotaLimit = (quota: HourlyQuota): LimitName => LIMIT_BY_QUOTA[quota];

export function quotaPayer(limits: Limits, userId: number, quota: HourlyQuota): Payer {
  const perHour = limits[LIMIT_BY_QUOTA[quota]];
  const policy = { name: quota, burst: perHour, perSecond: perHour / 3600 };
  return { key: `${quota}:${userId}`, policy, who: 'a person' };
}

import type { RequestDatabase } from '../db/requests/request-database';
import type { Charges, HourlyQuota, PointsLeft } from '../graphql/charges';
import { checkLimit, Limits } from '../graphql/limits';
import { addressKeyOf } from './address-key';
import type { RateLimiter } from './buckets/rate-limiter';
import { chargeUses } from './charge-quotas.service';
import { Left, RateLimited } from './rate-limited';
import { addressPayer, Payer, quotaLimit, quotaPayer, userPayer } from './rate-policy';

export interface RequestChargesParts {
  rateLimiter: RateLimiter;
  limits: Limits;
}

/** What one request costs whoever sent it: the person who signed in, else the address. */
export class RequestCharges implements Charges {
  private payer: Payer;
  private userId: number | null = null;
  private isCharged = false;
  private used: Left[] = [];
  private refusal: RateLimited | null = null;

  constructor(
    private readonly parts: RequestChargesParts,
    address: string,
  ) {
    this.payer = addressPayer(parts.limits, addressKeyOf(address));
  }

  /** From here on the person pays. */
  signIn(userId: number): void {
    this.userId = userId;
    this.payer = userPayer(this.parts.limits, userId);
  }

  /** Refuses whoever has not a point left, as far as is known without asking anybody: the cheapest refusal of all. */
  refuseSpent(): void {
    const seconds = this.parts.rateLimiter.secondsToRefuse(this.payer.key, 1);
    if (seconds > 0) throw this.refuse(this.shortOf(1, seconds));
  }

  async charge(points: number): Promise<void> {
    this.isCharged = true;
    const { key, policy } = this.payer;
    const seconds = await this.parts.rateLimiter.charge(key, policy, points);
    if (seconds > 0) throw this.refuse(this.shortOf(points, seconds));
  }

  /** As `charge`, where that neither waits nor refuses; else charges nothing and answers false. */
  chargeAtOnce(points: number): boolean {
    const { key, policy } = this.payer;
    this.isCharged = this.parts.rateLimiter.chargeAtOnce(key, policy, points);
    return this.isCharged;
  }

  async chargeQuotas(database: RequestDatabase, counts: ReadonlyMap<HourlyQuota, number>): Promise<void> {
    const { userId } = this;
    // Nobody may do any of it, which the mutation says.
    if (userId === null || counts.size === 0) return;
    const { limits } = this.parts;
    // More than an hour gives never fits, however long one waits.
    for (const [quota, times] of counts) checkLimit(limits, quotaLimit(quota), times);
    const uses = Array.from(counts, ([quota, times]) => ({ payer: quotaPayer(limits, userId, quota), times }));
    try {
      this.used = await chargeUses(database, uses);
    } catch (error) {
      throw error instanceof RateLimited ? this.refuse(error) : error;
    }
  }

  /** Charges a request that was refused before it was known what it costs: whoever sends nothing else pays as well. */
  async chargeRefusal(): Promise<void> {
    if (!this.isCharged) await this.charge(1);
  }

  pointsLeft(): PointsLeft {
    const { key, policy } = this.payer;
    const { remaining, fullAt } = this.parts.rateLimiter.stateOf(key, policy);
    return { limit: policy.burst, remaining, resetAt: fullAt };
  }

  /** What is left of all that this request was charged to, or refused for. */
  get left(): Left[] {
    const { payer, used, refusal } = this;
    const points = { payer, remaining: this.pointsLeft().remaining, moreInSeconds: 1 / payer.policy.perSecond };
    if (!refusal) return [points, ...used];
    return refusal.left.payer === payer ? [refusal.left] : [points, refusal.left];
  }

  /** How long to wait, where this request came too early. */
  get retryAfterSeconds(): number | null {
    return this.refusal?.retryAfterSeconds ?? null;
  }

  private shortOf(requested: number, seconds: number): RateLimited {
    const { remaining } = this.pointsLeft();
    return new RateLimited({ payer: this.payer, remaining, moreInSeconds: seconds }, requested);
  }

  private refuse(refusal: RateLimited): RateLimited {
    this.refusal = refusal;
    this.isCharged = true;
    return refusal;
  }
}

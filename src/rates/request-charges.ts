import type { Charges, PointsLeft, QuotaCounts } from '../graphql/charges';
import { checkLimit, Limits } from '../graphql/limits';
import { addressKeyOf } from './address-key';
import type { RateLimiter } from './buckets/rate-limiter';
import { Left, RateLimited } from './rate-limited';
import { addressPayer, Payer, quotaLimit, quotaPayer, userPayer } from './rate-policy';

export interface RequestChargesParts {
  rateLimiter: RateLimiter;
  limits: Limits;
}

/** So much is taken from a bucket. */
interface Use {
  payer: Payer;
  times: number;
}

const NOTHING_COUNTED: QuotaCounts = new Map();

/** What one request costs whoever sent it: the person who signed in, else the address. */
export class RequestCharges implements Charges {
  private payer: Payer;
  private userId: number | null = null;
  private isCharged = false;
  private isPaid = false;
  private quotaPayers: Payer[] = [];
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
    if (seconds > 0) throw this.refuse({ payer: this.payer, times: 1 }, seconds);
  }

  /** Once, also where the request has to begin again. */
  async charge(points: number, counts: QuotaCounts = NOTHING_COUNTED): Promise<void> {
    if (this.isPaid) return;
    this.refusal = null;
    const quotaUses = this.usesOf(counts);
    const uses = [{ payer: this.payer, times: points }, ...quotaUses];
    this.isCharged = true;
    // What is asked for in one turn is settled in one statement.
    const waits = await Promise.all(uses.map(async (use) => this.take(use)));
    const refusedAt = waits.findIndex((seconds) => seconds > 0);
    if (refusedAt === -1) {
      this.quotaPayers = quotaUses.map(({ payer }) => payer);
      this.isPaid = true;
      return;
    }
    for (const granted of uses.filter((_, index) => waits[index] === 0)) this.giveBack(granted);
    throw this.refuse(uses[refusedAt]!, waits[refusedAt]!);
  }

  /** As `charge`, where that neither waits nor refuses; else charges nothing and answers false. */
  chargeAtOnce(points: number): boolean {
    const { key, policy } = this.payer;
    this.isCharged = this.parts.rateLimiter.chargeAtOnce(key, policy, points);
    return this.isCharged;
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
    const { payer, quotaPayers, refusal } = this;
    if (!refusal) return [payer, ...quotaPayers].map((one) => this.leftOf(one));
    return refusal.left.payer === payer ? [refusal.left] : [this.leftOf(payer), refusal.left];
  }

  /** How long to wait, where this request came too early. */
  get retryAfterSeconds(): number | null {
    return this.refusal?.retryAfterSeconds ?? null;
  }

  private usesOf(counts: QuotaCounts): Use[] {
    const { userId } = this;
    // Nobody may do any of it, which the mutation says.
    if (userId === null) return [];
    const { limits } = this.parts;
    // More than an hour gives never fits, however long one waits.
    for (const [quota, times] of counts) checkLimit(limits, quotaLimit(quota), times);
    return Array.from(counts, ([quota, times]) => ({ payer: quotaPayer(limits, userId, quota), times }));
  }

  private take({ payer: { key, policy }, times }: Use): number | Promise<number> {
    return this.parts.rateLimiter.charge(key, policy, times);
  }

  private giveBack({ payer: { key, policy }, times }: Use): void {
    this.parts.rateLimiter.giveBack(key, policy, times);
  }

  private leftOf(payer: Payer): Left {
    const { remaining } = this.parts.rateLimiter.stateOf(payer.key, payer.policy);
    return { payer, remaining, moreInSeconds: 1 / payer.policy.perSecond };
  }

  private refuse({ payer, times }: Use, seconds: number): RateLimited {
    const { remaining } = this.leftOf(payer);
    this.refusal = new RateLimited({ payer, remaining, moreInSeconds: seconds }, times);
    this.isCharged = true;
    return this.refusal;
  }
}

import type { RatePolicy } from '../rate-policy';
import type { Settled, Settlement } from './settle-buckets.query';

/**
 * What a process keeps of a bucket for requests to come, as a share of it: four processes that keep a block each, and
 * leave one untouched, are off by less than a hundredth.
 */
const BLOCKS_IN_A_BUCKET = 800;
/**
 * What a process lets through before it asks, as a share of the bucket: where four processes that know nothing yet let through so
 * much each of what nobody has any more, that is less than a hundredth, and is paid with what comes back.
 */
const CREDITS_IN_A_BUCKET = 500;
/** Of what is left no more is leased ahead than this share, so that little is held back where it runs out. */
const LEASED_AHEAD_SHARE = 1 / 16;
/** How long nothing is asked of a bucket that was found empty: others may give back what they lease. */
const KNOWN_FOR_MS = 250;
/** How long a block is kept for somebody who does not come; a reader comes again within that. */
const KEPT_IDLE_MS = 10_000;

/**
 * What a process knows of a shared bucket, and what it leased of it: points that are gone from the bucket and not yet
 * used here. A few may be owed instead, used here and not yet gone from it. Times are those of `performance.now()`.
 */
export class LeasedBucket {
  private readonly block: number;
  private readonly credit: number;
  /** Below 0 where it is owed. */
  private leased = 0;
  private usedInThisRound = 0;
  /** How much should be leased, by what was used in the last round. */
  private wanted: number;
  private isIdle = false;
  private isLeft = false;
  private lastUsedAt = -Infinity;
  private seen: { room: number; settledAt: Date; at: number } | null = null;

  constructor(
    readonly key: string,
    readonly policy: RatePolicy,
  ) {
    this.block = Math.floor(policy.burst / BLOCKS_IN_A_BUCKET);
    this.credit = Math.floor(policy.burst / CREDITS_IN_A_BUCKET);
    this.wanted = this.block;
  }

  /** Takes points out of the lease, if it has them. */
  take(points: number, now: number): boolean {
    if (points > this.leased) return false;
    this.use(points, now);
    return true;
  }

  /** Takes points that are few and, as far as known, in the shared bucket, which is asked for them afterwards. */
  takeOnCredit(points: number, now: number): boolean {
    if (points - this.leased > Math.min(this.credit, this.roomAt(now))) return false;
    this.use(points, now);
    return true;
  }

  giveBack(points: number): void {
    this.leased += points;
  }

  /** Seconds until the shared bucket should hold what the lease lacks; 0 or less where it holds it, as far as known. */
  secondsUntil(points: number, now: number): number {
    return (points - this.leased - this.roomAt(now)) / this.policy.perSecond;
  }

  /** As `secondsUntil`, and 0 where the shared bucket has to be asked. One that ran out is asked once it has a block again. */
  secondsToRefuse(points: number, now: number): number {
    if (!this.seen || now - this.seen.at > KNOWN_FOR_MS) return 0;
    const least = this.isShort ? Math.max(points, this.leased + this.block) : points;
    return Math.max(0, this.secondsUntil(least, now));
  }

  /** What a client may use, lease included, and when all is back by the clock of PostgreSQL. */
  stateAt(now: number): { remaining: number; fullAt: Date } {
    const { burst, perSecond } = this.policy;
    const left = Math.min(burst, this.leased + this.roomAt(now));
    const databaseNow = this.seen ? this.seen.settledAt.getTime() + now - this.seen.at : Date.now();
    return { remaining: Math.floor(left), fullAt: new Date(databaseNow + ((burst - left) / perSecond) * 1000) };
  }

  /** Looks back on a round, a quarter of a second, and settles how much should be leased for the next. */
  endRound(now: number): void {
    this.isIdle = this.usedInThisRound === 0;
    this.wanted = this.isIdle ? this.block : this.wantedAfter(this.usedInThisRound);
    this.usedInThisRound = 0;
    if (this.isLeft || now - this.lastUsedAt > KEPT_IDLE_MS) this.wanted = 0;
    // A bucket that is full again takes nothing back.
    if (this.surplus > 0 && this.roomAt(now) === this.policy.burst) this.leased = this.wanted;
  }

  /** Whether there is something to give back or to pay, or too little leased for the next round. */
  get isOff(): boolean {
    return this.surplus > 0 || this.deficit > 0 || this.debt > 0;
  }

  /** Whether nothing is leased and nobody came for long, so that there is nothing worth knowing. */
  isOver(now: number): boolean {
    return this.leased === 0 && (this.isLeft || now - this.lastSeenAt > KEPT_IDLE_MS);
  }

  /** Gives all back with the next settlement. */
  leave(): void {
    this.isLeft = true;
    this.isIdle = true;
    this.wanted = 0;
  }

  /** What to ask of the shared bucket for requests that wait for so many points, or else to have as much leased as wanted. */
  settlement(waiting: number, now: number): Settlement {
    const { key, policy } = this;
    const needed = Math.max(0, waiting - this.leased);
    if (waiting > 0) {
      const wanted = Math.max(this.wanted, this.wantedAfter(this.usedInThisRound));
      const ahead = Math.min(wanted, this.leasableAhead(now));
      return { key, policy, returned: 0, needed, wished: needed + ahead };
    }
    const returned = this.surplus;
    this.leased -= returned;
    const ahead = Math.min(this.deficit, this.leasableAhead(now));
    return { key, policy, returned, needed: 0, wished: this.debt + ahead };
  }

  /** Takes in the answer to what was asked at a time. */
  settled({ granted, room, settledAt }: Settled, askedAt: number): void {
    this.leased += granted;
    this.seen = { room, settledAt, at: askedAt };
  }

  private use(points: number, now: number): void {
    this.leased -= points;
    this.usedInThisRound += points;
    this.lastUsedAt = now;
  }

  private get lastSeenAt(): number {
    return Math.max(this.lastUsedAt, this.seen?.at ?? -Infinity);
  }

  private get surplus(): number {
    const kept = this.isIdle ? this.wanted : 2 * this.wanted;
    return this.leased > kept ? this.leased - this.wanted : 0;
  }

  private get deficit(): number {
    const kept = Math.max(0, this.leased);
    return !this.isIdle && !this.isShort && kept < this.wanted / 2 ? this.wanted - kept : 0;
  }

  private get debt(): number {
    return Math.max(0, -this.leased);
  }

  /** Whether the shared bucket had run out when it was last seen. */
  private get isShort(): boolean {
    return this.seen !== null && this.seen.room < this.block;
  }

  private wantedAfter(used: number): number {
    if (this.block === 0) return 0;
    return Math.max(this.block, Math.ceil(1.5 * used));
  }

  private leasableAhead(now: number): number {
    if (this.block === 0) return 0;
    return this.seen ? Math.max(this.block, Math.floor(this.roomAt(now) * LEASED_AHEAD_SHARE)) : this.block;
  }

  /** What the shared bucket holds, if nobody else uses it. */
  private roomAt(now: number): number {
    const { burst, perSecond } = this.policy;
    return this.seen ? Math.min(burst, this.seen.room + ((now - this.seen.at) / 1000) * perSecond) : burst;
  }
}

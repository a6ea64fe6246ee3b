import { LRUCache } from 'lru-cache';
import type { SqlRunner } from '../../db/sql';
import { serviceUnavailable } from '../../graphql/errors';
import type { RatePolicy } from '../rate-policy';
import { within } from '../../lib/within';
import { dropFullBuckets } from './drop-full-buckets.query';
import { LeasedBucket } from './leased-bucket';
import { Line } from './line';
import { settleBuckets, Settlement } from './settle-buckets.query';

/** How often what is leased is put right: so long a process holds at most what it no longer uses. */
const ROUND_MS = 250;
/** Full buckets are looked for every ten seconds, or in each round while most of what is looked at is full. */
const ROUNDS_BETWEEN_WALKS = 40;
/** About 300 bytes each. The lease of one that falls out is given back. */
const REMEMBERED_BUCKETS = 10_000;
const SETTLED_AT_ONCE = 1_000;

export interface RateLimiterOptions {
  /** How long a request may wait for the shared bucket. */
  patienceMs: number;
  /** Told of failures behind the back of requests. */
  onFailure: (error: unknown) => void;
}

/**
 * Charges points to leaky buckets that all processes share. What a request takes is leased before, so it mostly waits for
 * nothing and writes nothing: what has to be asked of PostgreSQL goes in one statement at a time, for all buckets.
 */
export class RateLimiter {
  private readonly buckets = new LRUCache<string, LeasedBucket>({
    max: REMEMBERED_BUCKETS,
    dispose: (bucket) => bucket.leave(),
  });
  /** Those of which something is leased or owed. */
  private readonly holding = new Set<LeasedBucket>();
  /** Those of which too much or too little was leased at the end of a round. */
  private readonly off = new Set<LeasedBucket>();
  private readonly lines = new Map<LeasedBucket, Line>();
  private readonly timer: NodeJS.Timeout;
  private settling: Promise<void> | null = null;
  private roundsToWalk = ROUNDS_BETWEEN_WALKS;
  private walkedTo: string | null = null;

  constructor(
    private readonly sql: SqlRunner,
    private readonly options: RateLimiterOptions,
  ) {
    this.timer = setInterval(() => this.endRound(), ROUND_MS).unref();
  }

  /** Charges points, and answers 0; or charges nothing, and answers in how many seconds they should be there. */
  charge(key: string, policy: RatePolicy, points: number): number | Promise<number> {
    const now = performance.now();
    const bucket = this.bucketOf(key, policy);
    if (this.takeNow(bucket, points, now)) return 0;
    const seconds = bucket.secondsToRefuse(points, now);
    if (seconds > 0) return seconds;
    let line = this.lines.get(bucket);
    if (!line) this.lines.set(bucket, (line = new Line(bucket)));
    const served = line.wait(points, now);
    void this.settle();
    return served;
  }

  /** As `charge`, where nobody has to wait or to be refused; else charges nothing and answers false. */
  chargeAtOnce(key: string, policy: RatePolicy, points: number): boolean {
    return this.takeNow(this.bucketOf(key, policy), points, performance.now());
  }

  /** Takes back what was charged for nothing. */
  giveBack(key: string, policy: RatePolicy, points: number): void {
    const bucket = this.bucketOf(key, policy);
    bucket.giveBack(points);
    this.holding.add(bucket);
  }

  /** How many seconds whoever has nothing left should wait, as far as known without asking; else 0. */
  secondsToRefuse(key: string, points: number): number {
    return this.buckets.get(key)?.secondsToRefuse(points, performance.now()) ?? 0;
  }

  /** What is left of a bucket, as far as known here, and when it will be full. */
  stateOf(key: string, policy: RatePolicy): { remaining: number; fullAt: Date } {
    return this.bucketOf(key, policy).stateAt(performance.now());
  }

  /** Gives back all that is leased. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.settling;
    for (const bucket of this.holding) bucket.leave();
    const off = [...this.holding].filter((bucket) => bucket.isOff);
    for (let at = 0; at < off.length; at += SETTLED_AT_ONCE) await this.settleNow(off.slice(at, at + SETTLED_AT_ONCE));
  }

  /** Nobody passes those who wait. */
  private takeNow(bucket: LeasedBucket, points: number, now: number): boolean {
    if (this.lines.has(bucket)) return false;
    if (bucket.take(points, now)) return true;
    if (this.holding.size >= REMEMBERED_BUCKETS || !bucket.takeOnCredit(points, now)) return false;
    this.holding.add(bucket);
    return true;
  }

  private bucketOf(key: string, policy: RatePolicy): LeasedBucket {
    let bucket = this.buckets.get(key);
    if (!bucket) this.buckets.set(key, (bucket = new LeasedBucket(key, policy)));
    return bucket;
  }

  private endRound(): void {
    const now = performance.now();
    for (const bucket of this.holding) {
      bucket.endRound(now);
      if (bucket.isOver(now)) this.forget(bucket);
      else if (bucket.isOff) this.off.add(bucket);
    }
    for (const line of this.lines.values()) line.fail(unavailable(), now - this.options.patienceMs);
    void this.settle();
    if (--this.roundsToWalk === 0) void this.walk();
  }

  private forget(bucket: LeasedBucket): void {
    this.holding.delete(bucket);
    if (this.buckets.peek(bucket.key) === bucket) this.buckets.delete(bucket.key);
  }

  /** Settles until nobody waits, one statement after the other; those who come meanwhile go with the next. */
  private settle(): Promise<void> {
    this.settling ??= this.settleAll().finally(() => {
      this.settling = null;
      if (this.lines.size > 0) void this.settle();
    });
    return this.settling;
  }

  private async settleAll(): Promise<void> {
    // Whoever comes in the same tick goes along.
    await new Promise(setImmediate);
    do {
      await this.settleNow([...new Set([...this.lines.keys(), ...this.off])].slice(0, SETTLED_AT_ONCE));
    } while (this.lines.size > 0);
  }

  private async settleNow(buckets: LeasedBucket[]): Promise<void> {
    if (buckets.length === 0) return;
    const askedAt = performance.now();
    for (const bucket of buckets) this.off.delete(bucket);
    try {
      const asked = buckets.map((bucket) => this.settlementOf(bucket, askedAt));
      // A connection that hangs must not hold up those who ask later.
      const settled = await within(this.options.patienceMs, settleBuckets(this.sql, asked), () => {
        throw unavailable();
      });
      for (const [index, bucket] of buckets.entries()) {
        bucket.settled(settled[index]!, askedAt);
        this.holding.add(bucket);
        this.lines.get(bucket)?.serve(performance.now());
      }
    } catch (error) {
      this.options.onFailure(error);
      // Whoever came since is asked for by the next statement.
      for (const bucket of buckets) this.lines.get(bucket)?.fail(unavailable(), askedAt);
    }
    for (const [bucket, line] of this.lines) if (line.isEmpty) this.lines.delete(bucket);
  }

  private settlementOf(bucket: LeasedBucket, now: number): Settlement {
    return bucket.settlement(this.lines.get(bucket)?.pointsToAskFor(now) ?? 0, now);
  }

  private async walk(): Promise<void> {
    try {
      const { lastKey, isWorthwhile } = await dropFullBuckets(this.sql, this.walkedTo);
      this.walkedTo = lastKey;
      this.roundsToWalk = isWorthwhile ? 1 : ROUNDS_BETWEEN_WALKS;
    } catch (error) {
      this.roundsToWalk = ROUNDS_BETWEEN_WALKS;
      this.options.onFailure(error);
    }
  }
}

function unavailable(): Error {
  return serviceUnavailable('The database does not answer at the moment; try again in a second.');
}

import type { LeasedBucket } from './leased-bucket';

/** How often a request is asked for, if others are quicker each time, before it is refused. */
const ASKED_AT_MOST = 3;

interface Waiter {
  points: number;
  since: number;
  asked: number;
  /** Answers 0 to what is charged, and else how many seconds it should wait. */
  answer: (seconds: number) => void;
  fail: (error: Error) => void;
}

/** Requests that wait for points of one bucket, in the order in which they came. */
export class Line {
  private waiters: Waiter[] = [];

  constructor(readonly bucket: LeasedBucket) {}

  get isEmpty(): boolean {
    return this.waiters.length === 0;
  }

  wait(points: number, now: number): Promise<number> {
    return new Promise((answer, fail) => this.waiters.push({ points, since: now, asked: 0, answer, fail }));
  }

  /** How many points to ask for: those of all who can be served as far as known, or of the first alone. */
  pointsToAskFor(now: number): number {
    let sum = 0;
    for (const { points } of this.waiters) {
      if (this.bucket.secondsUntil(sum + points, now) <= 0) sum += points;
    }
    return sum || (this.waiters[0]?.points ?? 0);
  }

  /** Serves those for whom there is enough, and refuses those for whom there cannot be. */
  serve(now: number): void {
    this.waiters = this.waiters.filter((waiter) => {
      if (this.bucket.take(waiter.points, now)) return waiter.answer(0);
      const seconds = this.bucket.secondsUntil(waiter.points, now);
      if (seconds <= 0 && ++waiter.asked < ASKED_AT_MOST) return true;
      return waiter.answer(Math.max(seconds, Number.MIN_VALUE));
    });
  }

  /** Gives up on those who came before a time. */
  fail(error: Error, before = Infinity): void {
    const [given, kept] = [
      this.waiters.filter((one) => one.since < before),
      this.waiters.filter((one) => one.since >= before),
    ];
    this.waiters = kept;
    for (const waiter of given) waiter.fail(error);
  }
}

import { LeasedBucket } from '../../src/rates/buckets/leased-bucket';

const settledAt = new Date('2025-12-10T12:00:00.000Z');
const policy = { name: 'points', burst: 80_000, perSecond: 100 };
const BLOCK = 100;

/** One that was settled at 0 ms, and took a request of so many points along. */
function bucketAfter(points: number, granted = points, room = 80_000 - granted): LeasedBucket {
  const bucket = new LeasedBucket('key', policy);
  bucket.settled({ granted, room, settledAt }, 0);
  expect(bucket.take(points, 0)).toBe(true);
  return bucket;
}

describe('what a process leases of a bucket', () => {
  it('is what waiting requests need, and a block ahead', () => {
    const bucket = new LeasedBucket('key', policy);
    expect(bucket.settlement(261, 0)).toEqual({ key: 'key', policy, returned: 0, needed: 261, wished: 261 + BLOCK });
  });

  it('follows what is used, within a share of what is left', () => {
    const bucket = bucketAfter(2000);
    bucket.endRound(250);
    expect(bucket.isOff).toBe(true);
    expect(bucket.settlement(0, 250)).toMatchObject({ returned: 0, needed: 0, wished: 3000 });
    const nearlyEmpty = bucketAfter(2000, 2000, 8000);
    nearlyEmpty.endRound(0);
    expect(nearlyEmpty.settlement(0, 0)).toMatchObject({ needed: 0, wished: 500 });
  });

  it('goes back once it is not used: at first all but a block, after ten seconds that as well', () => {
    const bucket = bucketAfter(100, 4100);
    bucket.endRound(250);
    bucket.endRound(500);
    expect(bucket.settlement(0, 500)).toMatchObject({ returned: 4000 - BLOCK, wished: 0 });
    bucket.endRound(9_000);
    expect(bucket.isOff).toBe(false);
    bucket.endRound(10_250);
    expect(bucket.settlement(0, 10_250)).toMatchObject({ returned: BLOCK, wished: 0 });
    expect(bucket.isOver(10_250)).toBe(true);
  });

  it('is dropped where the bucket is full again, which takes nothing back', () => {
    const bucket = bucketAfter(100, 100 + BLOCK);
    bucket.endRound(250);
    expect(bucket.stateAt(2_000).remaining).toBe(80_000);
    bucket.endRound(10_250);
    expect(bucket.isOff).toBe(false);
    expect(bucket.isOver(10_250)).toBe(true);
  });

  it('is nothing ahead where a bucket holds little', () => {
    const bucket = new LeasedBucket('key', { name: 'votes', burst: 600, perSecond: 1 / 6 });
    expect(bucket.settlement(1, 0)).toMatchObject({ needed: 1, wished: 1 });
    bucket.settled({ granted: 1, room: 599, settledAt }, 0);
    expect(bucket.take(1, 0)).toBe(true);
    bucket.endRound(250);
    expect(bucket.isOff).toBe(false);
  });

  it('is known for ten seconds, also where nothing of it is leased', () => {
    const bucket = bucketAfter(50);
    bucket.endRound(250);
    bucket.endRound(500);
    expect(bucket.isOver(500)).toBe(false);
    expect(bucket.stateAt(500)).toEqual({ remaining: 80_000, fullAt: new Date('2025-12-10T12:00:00.500Z') });
    expect(bucketAfter(1050).stateAt(0)).toEqual({ remaining: 78_950, fullAt: new Date('2025-12-10T12:00:10.500Z') });
  });
});

describe('what a process owes to a bucket', () => {
  const CREDIT = 160;

  it('is a share of it at most, and no more than is left as far as known', () => {
    const unseen = new LeasedBucket('key', policy);
    expect(unseen.takeOnCredit(CREDIT + 1, 0)).toBe(false);
    expect(unseen.takeOnCredit(CREDIT - 1, 0)).toBe(true);
    expect([unseen.takeOnCredit(2, 0), unseen.takeOnCredit(1, 0), unseen.takeOnCredit(1, 0)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(unseen.stateAt(0).remaining).toBe(80_000 - CREDIT);
    const nearlyEmpty = bucketAfter(261, 261, 10);
    expect([nearlyEmpty.takeOnCredit(11, 0), nearlyEmpty.takeOnCredit(10, 0)]).toEqual([false, true]);
    expect(nearlyEmpty.takeOnCredit(1, 0)).toBe(false);
    const small = new LeasedBucket('key', { name: 'comments', burst: 499, perSecond: 1 });
    expect(small.takeOnCredit(1, 0)).toBe(false);
  });

  it('is asked for at the end of the round, with a block ahead', () => {
    const bucket = new LeasedBucket('key', policy);
    bucket.takeOnCredit(50, 0);
    bucket.endRound(250);
    expect(bucket.isOff).toBe(true);
    expect(bucket.settlement(0, 250)).toEqual({ key: 'key', policy, returned: 0, needed: 0, wished: 50 + BLOCK });
    bucket.settled({ granted: 50 + BLOCK, room: 79_850, settledAt }, 250);
    expect(bucket.stateAt(250).remaining).toBe(79_950);
    bucket.endRound(500);
    expect(bucket.isOff).toBe(false);
  });

  it('is asked for again until it is paid, whether anybody comes or not', () => {
    const bucket = new LeasedBucket('key', policy);
    bucket.takeOnCredit(50, 0);
    bucket.endRound(250);
    bucket.settled({ granted: 20, room: 0, settledAt }, 250);
    for (const now of [500, 20_000]) {
      bucket.endRound(now);
      expect([bucket.isOff, bucket.isOver(now)]).toEqual([true, false]);
      expect(bucket.settlement(0, now)).toMatchObject({ returned: 0, needed: 0, wished: 30 });
    }
  });

  it('is paid by whoever waits next', () => {
    const bucket = new LeasedBucket('key', policy);
    bucket.takeOnCredit(50, 0);
    expect(bucket.settlement(261, 0)).toMatchObject({ needed: 311 });
    expect(bucket.secondsUntil(80_000, 0)).toBeCloseTo(0.5);
  });
});

describe('a bucket that ran out', () => {
  it('is not asked before it should hold enough, and a block, or a quarter of a second passed', () => {
    const bucket = bucketAfter(261, 261, 10);
    expect(bucket.secondsToRefuse(1, 0)).toBeCloseTo(0.9);
    expect(bucket.secondsToRefuse(310, 0)).toBeCloseTo(3);
    expect(bucket.secondsToRefuse(1, 250)).toBeCloseTo(0.65);
    expect(bucket.secondsToRefuse(1, 251)).toBe(0);
  });
});

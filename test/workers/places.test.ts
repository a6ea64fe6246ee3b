import { startDelay } from '../../src/workers/start-delay';
import { shareOf } from '../../src/workers/shares';

describe('the delay before the next worker', () => {
  it('is none for who dies once at its start, then grows, up to five seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 1000].map(startDelay)).toEqual([0, 0, 250, 500, 1000, 2000, 4000, 5000, 5000]);
  });
});

describe('the share of a worker', () => {
  it.each([
    [10, 4, [3, 3, 2, 2]],
    [4, 4, [1, 1, 1, 1]],
    [5, 2, [3, 2]],
  ])('of %d connections among %d is even, and all of them are given', (total, count, shares) => {
    expect(shares.map((_, place) => shareOf(total, { place, count }))).toEqual(shares);
  });
});

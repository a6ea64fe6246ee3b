interface Answer {
  ranked: number[];
  relevant: Set<number>;
}
type Measure = (ranked: number[], relevant: Set<number>) => number;
interface Means {
  queries: number;
  ndcgAt10: number;
  recallAt100: number;
  meanReciprocalRank: number;
  answeredWithNothing: number;
}

const { ndcgAt10, recallAt100, reciprocalRank, meansOf } = jest.requireActual<{
  ndcgAt10: Measure;
  recallAt100: Measure;
  reciprocalRank: Measure;
  meansOf: (answers: Answer[]) => Means;
}>('../../bench/search/relevance/metrics.mjs');

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('ndcgAt10', () => {
  it('is 1 where all that is relevant comes first', () => {
    expect(ndcgAt10([3, 1, 2, 9], new Set([1, 2, 3]))).toBe(1);
  });

  it('is 1 where the first ten of many relevant ones are relevant', () => {
    expect(ndcgAt10(upTo(10), new Set(upTo(30)))).toBe(1);
  });

  it('counts a rank as one by the logarithm to base 2 of the rank and one', () => {
    expect(ndcgAt10([9, 9, 1], new Set([1]))).toBeCloseTo(0.5, 10);
    expect(ndcgAt10([1, 9, 9, 2], new Set([1, 2]))).toBeCloseTo((1 + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3)), 10);
  });

  it('does not see what comes after the tenth', () => {
    expect(ndcgAt10([...upTo(10).map((number) => -number), 1], new Set([1]))).toBe(0);
  });
});

describe('recallAt100', () => {
  it('is the share of the relevant among the first hundred', () => {
    expect(recallAt100(upTo(200), new Set([1, 100, 101, 200]))).toBe(0.5);
  });
});

describe('reciprocalRank', () => {
  it('is one by the rank of the first relevant one', () => {
    expect(reciprocalRank([8, 9, 1, 2], new Set([1, 2]))).toBeCloseTo(1 / 3, 10);
    expect(reciprocalRank([8, 9], new Set([1]))).toBe(0);
  });
});

describe('meansOf', () => {
  it('takes the mean over queries that have something relevant, those answered with nothing included', () => {
    const means = meansOf([
      { ranked: [1], relevant: new Set([1]) },
      { ranked: [], relevant: new Set([2]) },
      { ranked: [3], relevant: new Set() },
    ]);
    expect(means).toEqual({
      queries: 2,
      ndcgAt10: 0.5,
      recallAt100: 0.5,
      meanReciprocalRank: 0.5,
      answeredWithNothing: 1,
    });
  });
});

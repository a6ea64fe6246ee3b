const GAIN_RANKS = 10;
const RECALL_RANKS = 100;

/** Normalised discounted cumulative gain of the first ten: a document is relevant or not, a rank counts 1 / log2(1 + rank). */
export function ndcgAt10(ranked, relevant) {
  const ideal = discountedGain(Array(Math.min(GAIN_RANKS, relevant.size)).fill(true));
  return discountedGain(ranked.slice(0, GAIN_RANKS).map((document) => relevant.has(document))) / ideal;
}

/** The share of what is relevant that is among the first hundred. */
export function recallAt100(ranked, relevant) {
  return ranked.slice(0, RECALL_RANKS).filter((document) => relevant.has(document)).length / relevant.size;
}

/** One by the rank of the first relevant document; 0 where there is none. */
export function reciprocalRank(ranked, relevant) {
  const index = ranked.findIndex((document) => relevant.has(document));
  return index === -1 ? 0 : 1 / (index + 1);
}

/** The means over answers, `{ ranked, relevant }`, whose queries have something relevant. */
export function meansOf(answers) {
  const judged = answers.filter(({ relevant }) => relevant.size > 0);
  const mean = (measure) =>
    judged.reduce((sum, { ranked, relevant }) => sum + measure(ranked, relevant), 0) / judged.length;
  return {
    queries: judged.length,
    ndcgAt10: mean(ndcgAt10),
    recallAt100: mean(recallAt100),
    meanReciprocalRank: mean(reciprocalRank),
    answeredWithNothing: judged.filter(({ ranked }) => ranked.length === 0).length,
  };
}

function discountedGain(areRelevant) {
  return areRelevant.reduce((sum, isRelevant, index) => sum + (isRelevant ? 1 / Math.log2(index + 2) : 0), 0);
}

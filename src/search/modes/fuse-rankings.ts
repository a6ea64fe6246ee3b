import type { ScoredPaper } from '../ranking/score-paper';

/** How little the very first ranks of a list count more than those behind them: 60 in the paper that the rule is from. */
const RANKS_BEFORE_THE_FIRST = 60;

/**
 * One ranking of several by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): a paper is worth 1 / (60 + rank) in each,
 * whatever the scores of that ranking mean.
 */
export function fuseRankings(rankings: ScoredPaper[][], limit: number): ScoredPaper[] {
  const fused = new Map<number, ScoredPaper>();
  for (const ranking of rankings) {
    ranking.forEach((paper, index) => {
      const known = fused.get(paper.paperId);
      fused.set(paper.paperId, {
        ...paper,
        score: (known?.score ?? 0) + 1 / (RANKS_BEFORE_THE_FIRST + index + 1),
        matches: (known?.matches ?? 0) | paper.matches,
        wordCount: Math.max(known?.wordCount ?? 0, paper.wordCount),
      });
    });
  }
  return [...fused.values()]
    .sort((one, other) => other.score - one.score || other.paperId - one.paperId)
    .slice(0, limit);
}

/** How soon more of the same word counts less: the `k1` of BM25 (Robertson and Zaragoza 2009). */
const SATURATION = 1.2;

/** What a word at a density is worth to a paper, as a share of the worth of the word: 1 at a density of 1, below 2.2 at any. */
export function saturated(density: number): number {
  return (density * MOST_SATURATED) / (density + SATURATION);
}
export const MOST_SATURATED = SATURATION + 1;

/** The same in SQL. */
export function saturatedSql(density: string): string {
  return `(${density} * ${MOST_SATURATED} / (${density} + ${SATURATION}))`;
}

/** What a word is worth that some papers of all have: the fewer, the more. */
export function rarity(paperCount: number, allPapers: number): number {
  return Math.log(1 + (Math.max(allPapers - paperCount, 0) + 0.5) / (paperCount + 0.5));
}

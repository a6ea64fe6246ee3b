import { type Term } from '../words/term';

/** What papers are found by in the index: a term, and for a word also how much a paper is about it. A whole number of 31 bits. */
export type Token = number;

const LEVEL_BITS = 3;
export const LEVELS = 1 << LEVEL_BITS;

/** Words that a paper of middling length has. It does not follow the papers: levels are stored, and are to say the same of each as scores. */
const MIDDLING_LENGTH = 100;
/** The lowest level is that of a density of 2⁻², each of the next ones of 2^¾ times as much. */
const LOWEST = -2;
const STEP = 0.75;

/** The token of a term that a paper has or has not: a name, a category, a year. */
export const tokenOf = (term: Term): Token => (term >>> (LEVEL_BITS + 1)) << LEVEL_BITS;

/** The token of a word at a level. */
export const tokenAt = (term: Term, level: number): Token => tokenOf(term) | level;

/** The tokens of a word at all levels, the lowest first. */
export const tokensOf = (term: Term): Token[] => Array.from({ length: LEVELS }, (_, level) => tokenAt(term, level));

/** How often a word occurs, in the light of how long the paper is and of how much BM25 makes of that: `b` is 0.75. */
export function densityOf(frequency: number, length: number): number {
  return frequency / (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * length) / MIDDLING_LENGTH);
}
const LENGTH_WEIGHT = 0.75;

/** By what a frequency is divided for the length of its paper, in SQL. */
export function normSql(length: string): string {
  return `(${1 - LENGTH_WEIGHT} + ${LENGTH_WEIGHT} * ${length}::float8 / ${MIDDLING_LENGTH})`;
}

export function levelOf(density: number): number {
  return Math.max(0, Math.min(LEVELS - 1, Math.round((Math.log2(density) - LOWEST) / STEP)));
}

export function densityAt(level: number): number {
  return 2 ** (LOWEST + STEP * level);
}

/** Between what the densities of a level are. */
export function densityWithin(level: number): { from: number; to: number } {
  return {
    from: level === 0 ? 0 : densityAt(level - 0.5),
    to: level === LEVELS - 1 ? Number.MAX_SAFE_INTEGER : densityAt(level + 0.5),
  };
}

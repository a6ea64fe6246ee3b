import { type Term } from '../words/term';

/** What papers are found by in the index: a term, and for a word also how much a paper is about it. A whole number of 31 bits. */
export type Token = number;

const LEVEL_BITS = 3;
export const LEVELS = 1 << LEVEL_BITS;

/** Words that a paper of middling length has. Levels are stored, so this does not follow the papers; their scores do. */
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
export function densityOf(frequency: number, length: number, middlingLength = MIDDLING_LENGTH): number {
  return frequency / (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * length) / middlingLength);
}
const LENGTH_WEIGHT = 0.75;

export function levelOf(density: number): number {
  return Math.max(0, Math.min(LEVELS - 1, Math.round((Math.log2(density) - LOWEST) / STEP)));
}

export function densityAt(level: number): number {
  return 2 ** (LOWEST + STEP * level);
}

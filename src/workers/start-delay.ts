const FIRST_MS = 250;
const MOST_MS = 5_000;

/**
 * How long a place waits for its next worker. One that served and died is replaced at once, and so is the first one that dies
 * at its start; who dies there again and again would keep a core busy with nothing else.
 */
export function startDelay(earlyEnds: number): number {
  return earlyEnds < 2 ? 0 : Math.min(MOST_MS, FIRST_MS * 2 ** (earlyEnds - 2));
}

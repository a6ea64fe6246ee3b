/** Two row keys as one key of a loader: paper and author, say, or paper and person. */
export const pairOf = (first: number, second: number): string => `${first}.${second}`;

/** The two columns that loader keys made by `pairOf` stand for. */
export function columnsOf(pairs: readonly string[]): [first: number[], second: number[]] {
  const parts = pairs.map((pair) => pair.split('.').map(Number));
  return [parts.map(([first = 0]) => first), parts.map(([, second = 0]) => second)];
}

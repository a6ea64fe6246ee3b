/** What a trending score is made of; instants as milliseconds since 1970. */
export interface History {
  startsAt: number;
  importedVotes: number;
  votes: number[];
  comments: { author: number; at: number }[];
}

const DAY_MS = 86_400_000;
const EPOCH = Date.UTC(2020, 0, 1);

/** The score by the formula as it is published, summed from the largest term down so that nothing leaves the range. */
export function scoreOf(history: History): number {
  const votes = logSum([
    logWeight(history.startsAt) + Math.log(1 + history.importedVotes),
    ...history.votes.map(logWeight),
  ]);
  const comments = logSum([...firstComments(history).values()].map(logWeight)) + Math.log(0.25);
  return logSum([votes, Math.min(comments, votes + Math.log(0.5))]);
}

/** What the votes and comments are worth at an instant, each half as much for every day that it is old. */
export function valueAt(instant: number, history: History): number {
  const worth = (at: number) => 2 ** ((at - instant) / DAY_MS);
  const sum = (terms: number[]) => terms.reduce((total, term) => total + term, 0);
  const votes = (1 + history.importedVotes) * worth(history.startsAt) + sum(history.votes.map(worth));
  const comments = sum([...firstComments(history).values()].map(worth)) / 4;
  return votes + Math.min(comments, votes / 2);
}

function firstComments({ comments }: History): Map<number, number> {
  const first = new Map<number, number>();
  for (const { author, at } of comments) first.set(author, Math.min(at, first.get(author) ?? Infinity));
  return first;
}

function logWeight(instant: number): number {
  return ((instant - EPOCH) / DAY_MS) * Math.LN2;
}

function logSum(terms: number[]): number {
  const largest = Math.max(...terms);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}

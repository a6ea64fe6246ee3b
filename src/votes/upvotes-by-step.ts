import { Info } from 'luxon';
import { dayNumber, startOfLocalDay } from '../lib/local-day';
import type { VotesByStep } from './upvote-history.query';

interface Step {
  startsAt: Date;
  endsAt: Date;
  /** At its end. */
  upvoteCount: number;
  newUpvoteCount: number;
  /** Whether the count of the paper began in this step or before it. */
  hasBegun: boolean;
}

/** Lays the votes of a paper out over the steps between bounds. */
export function upvotesByStep(votes: VotesByStep, bounds: number[], timeZone: string, now: number): Step[] {
  // A day that is still to come would leave imported votes out of a history up to now.
  const importedAt = Math.min(startOfLocalDay(dayNumber(votes.importedOn), Info.normalizeZone(timeZone)), now);
  const beganAt = Math.min(importedAt, votes.firstVotedAt?.getTime() ?? Infinity);
  const newCounts = countByStep(votes, importedAt, bounds, now);
  let upvoteCount = votes.upvoteCount - newCounts.slice(1).reduce((sum, count) => sum + count, 0);
  return bounds.slice(1).map((end, index) => {
    const newUpvoteCount = newCounts[index + 1] ?? 0;
    upvoteCount += newUpvoteCount;
    const startsAt = new Date(bounds[index] ?? end);
    return { startsAt, endsAt: new Date(end), upvoteCount, newUpvoteCount, hasBegun: beganAt < end };
  });
}

/** How many came in each step, numbered as PostgreSQL's width_bucket does: 0 is before the first bound, the last number after the last. */
function countByStep(votes: VotesByStep, importedAt: number, bounds: number[], now: number): number[] {
  const importedIn = bounds.filter((bound) => bound <= importedAt).length;
  const arrivals = [
    { step: importedIn, count: votes.importedUpvoteCount },
    ...votes.steps.map((step, index) => ({ step, count: votes.counts[index] ?? 0 })),
  ];
  // Votes of this moment may carry a time after ours: a history up to now has them in its last step.
  const lastStep = (bounds.at(-1) ?? 0) >= now ? bounds.length - 1 : bounds.length;
  const counts = Array<number>(bounds.length + 1).fill(0);
  for (const { step, count } of arrivals) {
    const number = Math.min(step, lastStep);
    counts[number] = (counts[number] ?? 0) + count;
  }
  return counts;
}

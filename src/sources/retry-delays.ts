/** How long after a fetch began it is made again: doubled each time, from the first delay to the longest. */
export interface RetryDelays {
  firstMs: number;
  longestMs: number;
  /** How many fetches are made before the submission is rejected. */
  attemptsMax: number;
}

/** 15 s, 30 s, 1 min … an hour: the eight doublings take an hour, and the 24 that follow a day. */
export const RETRY_DELAYS: RetryDelays = { firstMs: 15_000, longestMs: 3_600_000, attemptsMax: 32 };

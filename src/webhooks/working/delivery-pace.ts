const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long everything takes that has to do with sending; tests are in more of a hurry. */
export interface DeliveryPace {
  /** After how long an attempt is given up. */
  timeoutMs: number;
  /** How long a process has for an attempt and for noting what came of it, before another one makes it again. */
  leaseMs: number;
  /** How long to wait after each failure; the last one counts for all that follow. */
  retryDelaysMs: readonly number[];
  /** For how long a delivery may fail before its webhook is disabled. */
  giveUpAfterMs: number;
  /** How long a receiver is left alone after its first failure in a row; for each further one as long again, up to `restMaxMs`. */
  restMs: number;
  restMaxMs: number;
  /** How often a process looks for what it was not told of. */
  lookEveryMs: number;
  /** How long a process that is to stop waits for what it is sending. */
  stopWithinMs: number;
}

/**
 * An attempt after 5 s, 30 s, 2 min, 10 min, 30 min, 1 h and 2 h, then one in four hours, and the last one a day after the
 * first: 14 in all. A fifth at most is added at random, so that those who failed together do not come back together.
 */
export const DELIVERY_PACE: DeliveryPace = {
  timeoutMs: 10_000,
  leaseMs: 30_000,
  retryDelaysMs: [5_000, 30_000, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR],
  giveUpAfterMs: 24 * HOUR,
  restMs: 30_000,
  restMaxMs: 5 * MINUTE,
  lookEveryMs: 1_000,
  stopWithinMs: 6_000,
};

/** At most so many of one webhook are under way at once, whatever the number of processes; of one that just failed, one. */
export const AT_ONCE_OF_WEBHOOK = 4;
/** At most so many are under way at once in a process. */
export const AT_ONCE_OF_PROCESS = 16;
/** And of one person, so that receivers of theirs that are slow leave room for others. */
export const AT_ONCE_OF_PERSON = 8;
/** So many may wait of a webhook; then the stream is not read on for it, so that what waits stays bounded. */
export const WINDOW = 1_000;

import { LimitName, LIMITS } from '../../src/graphql/limits';

/** Tests ask and write faster than people, on machines that are slower than servers: those of rates and times say less. */
export const GENEROUS_LIMITS = {
  addressPoints: 1_000_000_000,
  addressPointsPerSecond: 1_000_000,
  userPoints: 1_000_000_000,
  userPointsPerSecond: 1_000_000,
  commentsPerHour: 100_000,
  submissionsPerHour: 100_000,
  votesPerHour: 100_000,
  tokensPerHour: 100_000,
  webhooksPerHour: 100_000,
  deliveriesPerHour: 100_000,
  statementMs: 60_000,
  requestMs: 60_000,
  poolWaitMs: 60_000,
} satisfies Partial<Record<LimitName, number>>;

/** The same for a process, as its environment. */
export const GENEROUS_ENVIRONMENT: Record<string, string> = Object.fromEntries(
  Object.entries(GENEROUS_LIMITS).map(([name, value]) => [LIMITS[name as LimitName].variable, String(value)]),
);

import { GraphQLError } from 'graphql';
import type { Payer } from './rate-policy';

/** What is left of a bucket after a request. */
export interface Left {
  payer: Payer;
  remaining: number;
  /** When there is more of it; after a refusal, when there is enough. */
  moreInSeconds: number;
}

/** A request that comes too early: how long to wait, for which limit, and the figures. */
export class RateLimited extends GraphQLError {
  readonly retryAfterSeconds: number;

  constructor(
    readonly left: Left,
    requested: number,
  ) {
    const { payer, remaining } = left;
    const { name, burst } = payer.policy;
    const retryAfterSeconds = Math.max(1, Math.ceil(left.moreInSeconds));
    const limit = { name, value: burst, requested, remaining };
    super(sentence(left, requested, retryAfterSeconds), {
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds, limit },
    });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

function sentence({ payer: { policy, who }, remaining }: Left, requested: number, seconds: number): string {
  const { name, burst } = policy;
  const span = name === 'points' ? 'at once' : 'an hour';
  const wait = seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `This request takes ${requested} of the ${burst} ${name} that ${who} has ${span}, and ${remaining} are left; try again in ${wait}.`;
}

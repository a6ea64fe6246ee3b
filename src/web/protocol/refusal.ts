import { GraphQLError } from 'graphql';

/** What is no request that could be answered, and for which HTTP has a status of its own. */
export class Refusal extends GraphQLError {
  constructor(
    readonly statusCode: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message, { extensions: { code: 'BAD_REQUEST' } });
  }
}

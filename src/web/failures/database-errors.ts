import { GraphQLError } from 'graphql';
import { AbandonedError, DatabaseUnavailableError, DeadlineError } from '../../db/requests/database-failures';
import { isConflict } from '../../db/retry';
import { requestError, serviceUnavailable } from '../../graphql/errors';

/** What a client is told where a request failed for the state of the database and not for what it asks; null for other errors. */
export function databaseErrorOf(error: unknown): GraphQLError | null {
  const cause = causeOf(error);
  if (cause instanceof DeadlineError) return requestError('DEADLINE_EXCEEDED', cause.message);
  if (cause instanceof AbandonedError) return requestError('CLIENT_GONE', cause.message);
  if (cause instanceof DatabaseUnavailableError) {
    return serviceUnavailable('The database of this server cannot be used now; try again in a second.');
  }
  if (cause instanceof Error && isConflict(cause)) {
    return serviceUnavailable('Others are changing the same things at this moment; try again in a second.');
  }
  return null;
}

/** What was thrown, in a resolver or before there was one. */
export function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? error.originalError : error;
}

import { GraphQLError } from 'graphql';

/** The codes of top-level errors that are ours; graphql's own two are GRAPHQL_PARSE_FAILED and GRAPHQL_VALIDATION_FAILED. */
export type RequestErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_REQUEST'
  | 'BAD_USER_INPUT'
  | 'CURSOR_EXPIRED'
  | 'LIMIT_EXCEEDED'
  | 'RATE_LIMITED'
  | 'DEADLINE_EXCEEDED'
  | 'SERVICE_UNAVAILABLE'
  | 'SEMANTIC_UNAVAILABLE'
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** Never sent, as there is nobody to read it: what is counted of those who went away. */
  | 'CLIENT_GONE';

/** The client's program is wrong: answered in the top-level `errors`. */
export function requestError(code: RequestErrorCode, message: string, extensions: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

/** An argument that does not fit; `argument` names it for the client's program. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return requestError('BAD_USER_INPUT', message, { argument });
}

/** After how long a client may try again where we cannot say better: what passes has mostly passed by then. */
const RETRY_AFTER_SECONDS = 1;

/** We cannot answer now and may be able to soon; over HTTP a 503 with `Retry-After`. */
export function serviceUnavailable(message: string): GraphQLError {
  return requestError('SERVICE_UNAVAILABLE', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** What is left of a character of four bytes that was cut in two. */
const HALF_A_PAIR = /[\ud800-\udbff]$/;

/** Quotes a value in a message, shortened so that a hostile one cannot fill the answer. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79).replace(HALF_A_PAIR, '')}…` : text;
}

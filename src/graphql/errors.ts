import { GraphQLError } from 'graphql';

/** The codes of top-level errors that are ours; graphql's own two are GRAPHQL_PARSE_FAILED and GRAPHQL_VALIDATION_FAILED. */
export type RequestErrorCode =
  'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_REQUEST' | 'BAD_USER_INPUT' | 'LIMIT_EXCEEDED' | 'SERVICE_UNAVAILABLE';

/** The client's program is wrong: answered in the top-level `errors`. */
export function requestError(code: RequestErrorCode, message: string, extensions: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

/** An argument that does not fit; `argument` names it for the client's program. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return requestError('BAD_USER_INPUT', message, { argument });
}

/** A request that is larger than allowed, with the limit's name and value and the request's own figure. */
export function limitExceeded(name: string, value: number, requested: number, what: string): GraphQLError {
  const message = `This request has ${requested} ${what}; the limit is ${value}.`;
  return requestError('LIMIT_EXCEEDED', message, { limit: { name, value, requested } });
}

/** Quotes a value in a message, shortened so that a hostile one cannot fill the answer. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

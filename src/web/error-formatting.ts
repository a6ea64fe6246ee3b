import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, GraphQLErrorExtensions, GraphQLFormattedError } from 'graphql';

/** The codes that a client may see; an error with any other is one of ours. */
const PUBLIC_CODES = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
  'SERVICE_UNAVAILABLE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** What a client is told of an error that is ours: nothing of what it was. */
const INTERNAL_MESSAGE = 'Something went wrong on our side. Try again; if it stays, report it with the request id.';

/** Whether an error is neither the client's nor the person's doing. */
export function isInternal(error: unknown): boolean {
  const cause = unwrapResolverError(error);
  if (!(cause instanceof GraphQLError)) return true;
  // A compiled document's own errors have no extensions.
  const { code } = (cause.extensions as GraphQLErrorExtensions | undefined) ?? {};
  // graphql-js gives none where a document or a variable is at fault, which is at no field; Apollo adds it on the way out.
  return code === undefined ? cause.path !== undefined : !PUBLIC_CODES.has(code as string);
}

/** The one place that gives an error the shape in which it leaves: a public one as it is, one of ours without its words. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const where = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (isInternal(error)) return { message: INTERNAL_MESSAGE, ...where, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  return { message: formatted.message, ...where, ...(formatted.extensions && { extensions: formatted.extensions }) };
}

import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, GraphQLFormattedError } from 'graphql';
import { databaseErrorOf } from './failures/database-errors';

/** The codes that a client may see; an error with any other is one of ours. */
const PUBLIC_CODES = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'CURSOR_EXPIRED',
  'LIMIT_EXCEEDED',
  'RATE_LIMITED',
  'DEADLINE_EXCEEDED',
  'SERVICE_UNAVAILABLE',
  'SEMANTIC_UNAVAILABLE',
  'PERSISTED_QUERY_NOT_FOUND',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** What a client is told of an error that is ours: nothing of what it was. */
const INTERNAL_MESSAGE = 'Something went wrong on our side. Try again; if it stays, report it with the request id.';

/** Whether an error is neither the client's nor the person's doing, nor passes with the state of the database. */
export function isInternal(error: unknown): boolean {
  const cause = unwrapResolverError(error);
  if (databaseErrorOf(error)) return false;
  if (!(cause instanceof GraphQLError)) return true;
  const { code } = cause.extensions;
  return code === undefined ? !isOfDocument(cause) : !PUBLIC_CODES.has(code as string);
}

/**
 * Whether graphql-js says that a document or a variable is at fault: without a code, which Apollo adds on the way out, at
 * no field, and at a place in the document. Apollo gives no place to what it makes of an error of a plugin.
 */
function isOfDocument({ path, locations, originalError }: GraphQLError): boolean {
  return path === undefined && (locations !== undefined || originalError === undefined);
}

/** The one place that gives an error the shape in which it leaves: a public one as it is, one of ours without its words. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const where = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  const known = databaseErrorOf(error);
  if (known) return { message: known.message, ...where, extensions: known.extensions };
  if (isInternal(error)) return { message: INTERNAL_MESSAGE, ...where, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  return { message: formatted.message, ...where, ...(formatted.extensions && { extensions: formatted.extensions }) };
}

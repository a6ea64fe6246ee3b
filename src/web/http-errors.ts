import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { requestError } from '../graphql/errors';
import { limitExceeded, Limits } from '../graphql/limits';
import type { Metrics } from '../metrics/metrics';
import { databaseErrorOf } from './failures/database-errors';
import { formatError, isInternal } from './error-formatting';
import type { LogFailure } from './failures/failure-log';
import { Refusal } from './protocol/refusal';
import { responseTypeFor } from './protocol/response-type';

const STATUS_BY_CODE: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  LIMIT_EXCEEDED: 400,
  RATE_LIMITED: 429,
  DEADLINE_EXCEEDED: 400,
  CLIENT_GONE: 499,
  SERVICE_UNAVAILABLE: 503,
  // Clients of Apollo on phones send the document only after a 200.
  PERSISTED_QUERY_NOT_FOUND: 200,
};

/** The status that says of an answer without data what kept it from being one. */
export function statusOfRefusal(code: unknown): number {
  return code === 'INTERNAL_SERVER_ERROR' ? 500 : (STATUS_BY_CODE[String(code)] ?? 400);
}

/** Answers what failed before GraphQL ran in the shape of GraphQL all the same, so that clients have one way to read errors. */
export async function sendError(
  { limits, metrics, logFailure }: { limits: Limits; metrics: Metrics; logFailure: LogFailure },
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const known = graphqlErrorOf(limits, error, request);
  if (isInternal(known)) request.log.error({ err: error, requestId: request.id }, 'a request failed');
  if (databaseErrorOf(error)) logFailure(error, request.id);
  const formatted = formatError(known instanceof GraphQLError ? known.toJSON() : { message: '' }, known);
  metrics.noteRefusal([formatted]);
  const code = String(formatted.extensions?.code);
  const status = statusOf(error) ?? STATUS_BY_CODE[code] ?? 500;
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (known instanceof Refusal) reply.headers(known.headers);
  const retryAfter = formatted.extensions?.retryAfterSeconds;
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  return reply
    .code(status)
    .type(responseTypeFor(request.headers.accept) ?? 'application/json; charset=utf-8')
    .send({ errors: [{ ...formatted, extensions: { ...formatted.extensions, requestId: request.id } }] });
}

/** Fastify's own refusals of a body, in our words. */
function graphqlErrorOf(limits: Limits, error: FastifyError | Error, request: FastifyRequest): Error {
  if (error instanceof GraphQLError) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const requested = Number(request.headers['content-length'] ?? limits.bodyBytes + 1);
    return limitExceeded(limits, 'bodyBytes', requested);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return requestError(
      'BAD_REQUEST',
      'The body has another media type than this takes: send "Content-Type: application/json".',
    );
  }
  if (statusOf(error) === 400) return requestError('BAD_REQUEST', 'The request is malformed.');
  return error;
}

function statusOf(error: FastifyError | Error): number | undefined {
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return status !== undefined && status >= 400 && status < 500 ? status : undefined;
}

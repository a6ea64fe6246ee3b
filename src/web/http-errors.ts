import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
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

interface RefusalParts {
  limits: Limits;
  metrics: Metrics;
  log: FastifyBaseLogger;
  logFailure: LogFailure;
}

/** An answer to what failed before GraphQL ran. */
interface RefusalAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Answers what failed before GraphQL ran. */
export function sendError(
  parts: RefusalParts,
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, headers, text } = refusalAnswer(parts, error, request.id, request.headers);
  const type = responseTypeFor(request.headers.accept) ?? 'application/json; charset=utf-8';
  return reply.code(status).headers(headers).type(type).send(text);
}

/** In the shape of GraphQL all the same, so that clients have one way to read errors. */
export function refusalAnswer(
  { limits, metrics, log, logFailure }: RefusalParts,
  error: FastifyError | Error,
  requestId: string,
  { 'content-length': contentLength }: IncomingHttpHeaders,
): RefusalAnswer {
  const known = graphqlErrorOf(limits, error, contentLength);
  if (isInternal(known)) log.error({ err: error, requestId }, 'a request failed');
  if (databaseErrorOf(error)) logFailure(error, requestId);
  const formatted = formatError(known instanceof GraphQLError ? known.toJSON() : { message: '' }, known);
  metrics.noteRefusal([formatted]);
  const status = statusOf(error) ?? STATUS_BY_CODE[String(formatted.extensions?.code)] ?? 500;
  const retryAfter = formatted.extensions?.retryAfterSeconds;
  return {
    status,
    headers: {
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(known instanceof Refusal && known.headers),
      ...(retryAfter !== undefined && { 'retry-after': String(Number(retryAfter)) }),
    },
    text: JSON.stringify({ errors: [{ ...formatted, extensions: { ...formatted.extensions, requestId } }] }),
  };
}

/** Fastify's own refusals of a body, in our words. */
function graphqlErrorOf(limits: Limits, error: FastifyError | Error, contentLength: string | undefined): Error {
  if (error instanceof GraphQLError) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const requested = Number(contentLength ?? limits.bodyBytes + 1);
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

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { limitExceeded, requestError } from '../graphql/errors';
import { MAX_BODY_BYTES } from '../limits/limits';
import { formatError, isInternal } from './error-formatting';

const STATUS_BY_CODE: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  LIMIT_EXCEEDED: 400,
  SERVICE_UNAVAILABLE: 503,
};

/** Answers what failed before GraphQL ran in the shape of GraphQL all the same, so that clients have one way to read errors. */
export async function sendError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const known = graphqlErrorOf(error, request);
  if (isInternal(known)) request.log.error({ err: error, requestId: request.id }, 'a request failed');
  const formatted = formatError(known instanceof GraphQLError ? known.toJSON() : { message: '' }, known);
  const code = String(formatted.extensions?.code);
  const status = statusOf(error) ?? STATUS_BY_CODE[code] ?? 500;
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ ...formatted, extensions: { ...formatted.extensions, requestId: request.id } }] });
}

/** Fastify's own refusals of a body, in our words. */
function graphqlErrorOf(error: FastifyError | Error, request: FastifyRequest): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const requested = Number(request.headers['content-length'] ?? MAX_BODY_BYTES + 1);
    return limitExceeded('bodyBytes', MAX_BODY_BYTES, requested, 'bytes of body');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return requestError(
      'BAD_REQUEST',
      'The body has another media type than this takes: send "Content-Type: application/json".',
    );
  }
  if (statusOf(error) === 400) return requestError('BAD_REQUEST', 'The body is no valid JSON.');
  return error;
}

function statusOf(error: FastifyError | Error): number | undefined {
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return status !== undefined && status >= 400 && status < 500 ? status : undefined;
}

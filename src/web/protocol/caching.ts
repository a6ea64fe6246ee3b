import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** What an answer depends on beside its address. */
export const VARY = 'Authorization, Accept, Origin';

/**
 * Lets caches keep an answer and ask with each use whether it still holds. The tag is strong: it is of the bytes, and of
 * the media type, in which the same bytes would mean something else.
 */
export function sendRevalidated(
  reply: FastifyReply,
  type: string,
  body: string | Buffer,
  isPrivate: boolean,
): FastifyReply {
  const tag = `"${createHash('sha256').update(type).update('\0').update(body).digest('base64url')}"`;
  reply.header('etag', tag).header('cache-control', `${isPrivate ? 'private' : 'public'}, no-cache`);
  if (!isNamed(tag, reply.request.headers['if-none-match'])) return reply.type(type).send(body);
  return reply.code(304).send();
}

/** Weak comparison, as If-None-Match asks for: proxies that compress make strong tags weak. */
function isNamed(tag: string, condition = ''): boolean {
  if (condition.trim() === '*') return true;
  const named: string[] = condition.match(/"[^"]*"/g) ?? [];
  return named.includes(tag);
}

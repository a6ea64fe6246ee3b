import fastifyCors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { quoted, requestError } from '../../graphql/errors';

/** The origins whose pages may read the API; `*` is every page. */
export type Origins = readonly string[] | '*';

export const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** What an answer says in headers, and a page elsewhere would not see otherwise. */
const EXPOSED = 'ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

/** As long as Chromium remembers an answer at most. */
const PREFLIGHT_SECONDS = 7200;

/** Whether a text is an origin as browsers write it, without a path or a default port. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Answers preflights, and lets pages of these origins read answers. No credentials: a bearer is a header that the page sets itself. */
export async function allowOrigins(server: FastifyInstance, origins: Origins): Promise<void> {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'OPTIONS') reply.header('allow', METHODS.join(', '));
    done();
  });
  await server.register(fastifyCors, {
    origin: origins === '*' ? origins : [...origins],
    methods: METHODS,
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
}

/**
 * A GET needs no preflight, so a page anywhere can have its visitors send one. Browsers say so: by Sec-Fetch-Site, and in
 * cross-origin reads by Origin. What says neither is no page of a browser of today.
 */
export function refuseForeignPage({ headers }: Pick<FastifyRequest, 'headers'>, origins: Origins): void {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site === 'same-origin' || site === 'none') return;
  if (origin !== undefined && (origins === '*' || origins.includes(origin))) return;
  if (origin === undefined && site === undefined) return;
  const page = origin === undefined ? 'another site' : quoted(origin);
  throw requestError(
    'FORBIDDEN',
    `A page of ${page} may not ask by GET: send a POST as application/json, or let its origin be listed in CORS_ORIGINS.`,
  );
}

/**
 * A WebSocket needs no preflight either, and whatever page opens one may read it: browsers always say by Origin which it
 * is, one of our own as well.
 */
export function refuseForeignSocket(
  { headers }: Pick<FastifyRequest, 'headers'>,
  { corsOrigins, publicUrl }: { corsOrigins: Origins; publicUrl: string },
): void {
  const { origin, host } = headers;
  if (origin === undefined || corsOrigins === '*' || corsOrigins.includes(origin)) return;
  if (URL.canParse(origin) && (new URL(origin).host === host || origin === new URL(publicUrl).origin)) return;
  throw requestError(
    'FORBIDDEN',
    `A page of ${quoted(origin)} may not open a WebSocket here: let its origin be listed in CORS_ORIGINS.`,
  );
}

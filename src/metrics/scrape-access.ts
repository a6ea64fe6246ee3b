import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a proxy adds: with one of these, the peer is not the one who asks. */
const FORWARDING_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'cf-connecting-ip',
  'true-client-ip',
];

/** Why somebody may not read the metrics, as a sentence; null where they may. */
export function whyNoScrape(request: IncomingMessage, metricsToken: string | null): string | null {
  if (metricsToken !== null) {
    return hasBearer(request, metricsToken)
      ? null
      : 'This needs the token of METRICS_TOKEN, sent as "Authorization: Bearer …".';
  }
  return isOfThisMachine(request)
    ? null
    : 'Metrics are for this machine alone; with METRICS_TOKEN set, for whoever sends that token as "Authorization: Bearer …".';
}

/** Compares hashes, as those are of one length whatever was sent, and takes the same time for any. */
function hasBearer({ headers }: IncomingMessage, token: string): boolean {
  const [, bearer = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return timingSafeEqual(hashOf(bearer), hashOf(token));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The host is looked at as well: a page elsewhere can have its own name lead here, and a proxy may add no header. */
function isOfThisMachine({ socket, headers }: IncomingMessage): boolean {
  return (
    /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '') &&
    /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i.test(headers.host ?? '') &&
    FORWARDING_HEADERS.every((name) => headers[name] === undefined)
  );
}

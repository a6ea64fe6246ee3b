import type { FastifyInstance, FastifyRequest } from 'fastify';
import secureJson from 'secure-json-parse';
import { checkLimit, Limits } from '../../graphql/limits';
import { Refusal } from './refusal';

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = Buffer.from('"\\[]{}');

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Takes bodies of JSON in UTF-8 and no others: text/plain and forms are what a foreign page can send without asking. */
export function takeJsonAlone(server: FastifyInstance, limits: Limits): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    checkCodings(request);
    done(null, parseBody(body, limits));
  });
}

/** The value of a body of JSON in UTF-8. */
export function parseBody(body: Buffer, limits: Limits): unknown {
  return parseJson('The body', utf8TextOf(body), limits);
}

/** The value of a JSON text; keys that would reach for prototypes are refused. */
export function parseJson(what: string, text: string, limits: Limits): unknown {
  checkLimit(limits, 'nesting', nestingOf(text));
  try {
    return secureJson.parse(text) as unknown;
  } catch {
    throw new Refusal(400, `${what} is no valid JSON.`);
  }
}

/**
 * How many brackets are open at once, outside of strings. What walks over a value, JSON.stringify among them, has a stack
 * for some thousand.
 */
function nestingOf(text: string): number {
  let isInString = false;
  let open = 0;
  let nesting = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) isInString = !isInString;
    else if (sign === BACKSLASH) at++;
    else if (isInString) continue;
    else if (sign === OPEN_BRACKET || sign === OPEN_BRACE) nesting = Math.max(nesting, ++open);
    else if (sign === CLOSE_BRACKET || sign === CLOSE_BRACE) open--;
  }
  return nesting;
}

function checkCodings({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') {
    throw new Refusal(415, `The body is encoded as "${coding}"; send it as it is.`, { 'accept-encoding': 'identity' });
  }
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '') ?? [];
  if (!/^utf-?8$/i.test(charset)) throw new Refusal(415, `The body is in the charset "${charset}"; send it in UTF-8.`);
}

function utf8TextOf(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new Refusal(400, 'The body is no valid UTF-8.');
  }
}

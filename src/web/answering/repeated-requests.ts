import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../../graphql/limits';
import { noteOperation, type OperationsPluginParts } from '../../metrics/operations-plugin';
import { rateLimitHeaders } from '../../rates/rate-limit-headers';
import { RequestCharges } from '../../rates/request-charges';
import type { Lifecycle } from '../lifecycle';
import type { KnownOperation } from './known-operation';

/** What an operation was whose answer is kept. */
export interface KeptOperation {
  known: KnownOperation;
  /** By which its answer is kept. */
  answerKey: string;
  cost: number;
}

/** A request of which copies may come. */
interface Repeated extends KeptOperation {
  /** What stood in the head of its answer that is not of one request alone: names and values in turn. */
  head: string[];
}

/** What requests are remembered by takes so much, some ten thousand usual ones. */
const REMEMBERED_BYTES = 16_000_000;
const ENTRY_BYTES = 1_500;

/** So much is sent with its head in one piece, for which Node wants a text; whatever is longer is not copied for that. */
const SMALL_BYTES = 2_000;

/** Headers by which a request may be answered otherwise than the same one without them. */
const TELLING = ['authorization', 'origin', 'content-encoding', 'upgrade', 'expect'];

interface RepeatedRequestsParts extends OperationsPluginParts {
  lifecycle: Lifecycle;
  limits: Limits;
  addressOf: (request: IncomingMessage) => string;
  /** Told of a request that was answered here. */
  onAnswered: (request: IncomingMessage) => void;
}

/**
 * Answers copies of requests that were answered before, byte for byte the same, from what is kept, before anything else looks at
 * them. They are charged and counted like all others. Whatever would have to wait, or be refused, is left to the usual way.
 */
export class RepeatedRequests {
  private readonly byText = new LRUCache<string, Repeated>({
    maxSize: REMEMBERED_BYTES,
    sizeCalculation: (_repeated, text) => text.length + ENTRY_BYTES,
  });

  /** The texts of requests that are answered the usual way. */
  private readonly texts = new WeakMap<IncomingMessage, string>();

  constructor(private readonly parts: RepeatedRequestsParts) {}

  /** Looks at what a server is asked before those who listen to it, once it was read what came together with the head. */
  lookFirst(server: Server): void {
    const usual = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    const answerAsUsual: RequestListener = (request, response) => {
      for (const listener of usual) listener.call(server, request, response);
    };
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!this.parts.lifecycle.keptAnswers || !isPlain(request)) return answerAsUsual(request, response);
      process.nextTick(() => {
        const body = wholeBodyOf(request);
        if (body && this.answer(request, response, body)) return;
        if (body) request.unshift(body);
        answerAsUsual(request, response);
      });
    });
  }

  /** Remembers a request that was answered the usual way from what is kept, with the head of its answer. */
  learn(request: IncomingMessage, headers: object, operation: KeptOperation): void {
    const text = this.texts.get(request);
    if (text === undefined) return;
    const lasting = Object.entries(headers).filter(([name]) => name !== 'x-request-id');
    this.byText.set(text, { ...operation, head: lasting.flatMap(([name, value]) => [name, String(value)]) });
  }

  /** Whether it was answered. Where not, nothing was charged or counted. */
  private answer(request: IncomingMessage, response: ServerResponse, body: Buffer): boolean {
    const startedAt = performance.now();
    const { lifecycle, limits, log } = this.parts;
    const { phase } = lifecycle;
    if (phase.name !== 'ready' || lifecycle.isLeaving || !phase.keptAnswers) return false;
    const text = textOf(request, body);
    const repeated = this.byText.get(text);
    if (!repeated) this.texts.set(request, text);
    const kept = repeated && phase.keptAnswers.findNow(repeated.answerKey);
    if (!kept) return false;
    const { rateLimiter } = phase;
    const charges = new RequestCharges({ rateLimiter, limits }, this.parts.addressOf(request));
    if (!charges.chargeAtOnce(repeated.cost)) return false;

    const requestId = randomUUID();
    const { 'ratelimit-policy': policy = '', ratelimit = '' } = rateLimitHeaders(charges.left);
    const own = ['x-request-id', requestId, 'ratelimit-policy', policy, 'ratelimit', ratelimit];
    this.parts.onAnswered(request);
    request.resume();
    send(response.writeHead(200, [...repeated.head, ...own, 'content-length', String(kept.body.length)]), kept.body);
    const milliseconds = performance.now() - startedAt;
    log.debug({ requestId, method: 'POST', route: '/graphql', status: 200, milliseconds }, 'request');
    const { operation, documentHash } = repeated.known;
    const context = { cost: { requested: repeated.cost }, requestId, viewer: null, database: { statementCount: 0 } };
    noteOperation(this.parts, { operation, documentHash, milliseconds, result: kept.outline, context });
    return true;
  }
}

/** Whether nothing of its head but the media types has a part in its answer. */
function isPlain({ method, url, headers }: IncomingMessage): boolean {
  return method === 'POST' && url === '/graphql' && TELLING.every((name) => headers[name] === undefined);
}

function send(response: ServerResponse, body: Buffer): void {
  if (body.length > SMALL_BYTES) response.end(body);
  else response.end(body.toString('latin1'), 'latin1');
}

/** The body, taken out of a request; null where it did not come whole with the head, and nothing is taken out. */
function wholeBodyOf(request: IncomingMessage): Buffer | null {
  if (request.readableLength !== Number(request.headers['content-length'])) return null;
  return request.read() as Buffer | null;
}

/** What its answer depends on, byte for byte. */
function textOf({ headers }: IncomingMessage, body: Buffer): string {
  return `${headers.accept}\n${headers['content-type']}\n${body.toString('latin1')}`;
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../../graphql/limits';
import { noteOperation, type OperationsPluginParts } from '../../metrics/operations-plugin';
import { rateLimitHeaders } from '../../rates/rate-limit-headers';
import { RequestCharges } from '../../rates/request-charges';
import type { Lifecycle } from '../lifecycle';
import type { UnansweredRequests } from '../requests/unanswered-requests';
import { headerOf, mediaTypesOf } from './first-look';
import type { KnownOperation } from './known-operation';
import { sendWhole } from './send-whole';

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

interface RepeatedRequestsParts extends OperationsPluginParts {
  lifecycle: Lifecycle;
  limits: Limits;
  addressOf: (request: IncomingMessage) => string;
  unanswered: UnansweredRequests;
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

  /** Remembers a request that was answered another way from what is kept, with the head of its answer. */
  learn(request: IncomingMessage, headers: OutgoingHttpHeaders, operation: KeptOperation): void {
    const text = this.texts.get(request);
    if (text === undefined) return;
    const lasting = Object.entries(headers).filter(([name]) => name !== 'x-request-id');
    this.byText.set(text, { ...operation, head: lasting.flatMap(([name, value]) => [name, String(value)]) });
  }

  /** Whether it was answered. Where not, nothing was charged or counted. */
  look(request: IncomingMessage, response: ServerResponse, body: Buffer): boolean {
    if (headerOf(request, 'authorization') !== undefined) return false;
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
    this.parts.unanswered.noteAnswered(request);
    sendWhole(
      response.writeHead(200, [...repeated.head, ...own, 'content-length', String(kept.body.length)]),
      kept.body,
    );
    const milliseconds = performance.now() - startedAt;
    log.debug({ requestId, method: 'POST', route: '/graphql', status: 200, milliseconds }, 'request');
    const { operation, documentHash } = repeated.known;
    const context = { cost: { requested: repeated.cost }, requestId, viewer: null, database: { statementCount: 0 } };
    noteOperation(this.parts, { operation, documentHash, milliseconds, result: kept.outline, context });
    return true;
  }
}

/** What its answer depends on, byte for byte. */
function textOf(request: IncomingMessage, body: Buffer): string {
  return `${mediaTypesOf(request)}\n${body.toString('latin1')}`;
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { noteTokenUse } from '../../access/note-token-use';
import { RememberedBearers } from '../../access/remembered-bearers';
import { Confirmation } from '../../graphql/confirmation';
import type { Deployment } from '../../graphql/context';
import type { Limits } from '../../graphql/limits';
import type { Metrics } from '../../metrics/metrics';
import { RequestCharges } from '../../rates/request-charges';
import { chargedRefusal, headersOfCharges } from '../charging';
import type { LogFailure } from '../failures/failure-log';
import { refusalAnswer } from '../http-errors';
import { parseBody } from '../protocol/json';
import { Parameters, parametersIn } from '../protocol/parameters';
import type { AskedDocument } from '../protocol/persisted-documents';
import type { ResponseType } from '../protocol/response-type';
import { openRequestDatabase } from '../requests/request-database';
import type { UnansweredRequests } from '../requests/unanswered-requests';
import {
  type Answer,
  type AnsweringParts,
  answerRemembered,
  answerRequest,
  type Asked,
  signIn,
} from './answer-request';
import { headerOf, isPlain, mediaTypesOf } from './first-look';
import type { KnownOperation } from './known-operation';
import type { RepeatedRequests } from './repeated-requests';
import { sendWhole } from './send-whole';

interface KnownRequestsParts extends AnsweringParts {
  limits: Limits;
  metrics: Metrics;
  log: FastifyBaseLogger;
  logFailure: LogFailure;
  addressOf: (request: IncomingMessage) => string;
  unanswered: UnansweredRequests;
  repeated: RepeatedRequests;
}

/** How requests with the same media types are answered. */
interface Manner {
  responseType: ResponseType;
  headers: OutgoingHttpHeaders;
}

interface Meant {
  parameters: Parameters;
  document: AskedDocument;
  known: KnownOperation;
}

/** A request that is answered here. */
interface Taken extends Manner, Meant {
  request: IncomingMessage;
  response: ServerResponse;
  charges: RequestCharges;
  deployment: Deployment;
}

/** A request of which it is not known yet who sent it. */
type AskedByBearer = Omit<Asked, 'viewer'> & { known: KnownOperation };

/** What clients say of media types is the same each time, and one of few. */
const MANNERS = 100;

/**
 * Answers operations that ran before to requests as programs send them, with the head that the usual way gave to others, and
 * without the steps by which that looks at whatever may come. Whatever is new about a request is left to the usual way.
 */
export class KnownRequests {
  private readonly remembered = new RememberedBearers();
  private readonly manners = new LRUCache<string, Manner>({ max: MANNERS });

  constructor(private readonly parts: KnownRequestsParts) {}

  /** Remembers how a request was answered the usual way. */
  learn(request: IncomingMessage, headers: OutgoingHttpHeaders, responseType: ResponseType): void {
    const key = mediaTypesOf(request);
    if (isPlain(request) && !this.manners.has(key)) this.manners.set(key, { headers, responseType });
  }

  /** Whether it was taken to be answered. Where not, nothing was charged or counted. */
  look(request: IncomingMessage, response: ServerResponse, body: Buffer): boolean {
    const { lifecycle, limits, addressOf } = this.parts;
    const { phase } = lifecycle;
    const manner = this.manners.get(mediaTypesOf(request));
    if (phase.name !== 'ready' || !manner) return false;
    const meant = this.meantBy(body);
    if (!meant) return false;
    const { deployment, rateLimiter } = phase;
    const charges = new RequestCharges({ rateLimiter, limits }, addressOf(request));
    const taken = { ...manner, ...meant, request, response, charges, deployment };
    this.answer(taken).catch((error: Error) => {
      this.parts.log.error({ err: error }, 'an answer could not be sent');
      response.destroy();
    });
    return true;
  }

  private meantBy(body: Buffer): Meant | null {
    const { documents, limits } = this.parts;
    if (body.length > limits.bodyBytes) return null;
    try {
      const parameters = parametersIn(parseBody(body, limits));
      const document = documents.find(parameters);
      const known = this.parts.known.find(document.source, parameters.operationName);
      const isAnswered = known && known.operation.operation !== OperationTypeNode.SUBSCRIPTION;
      return isAnswered ? { parameters, document, known } : null;
    } catch {
      // The usual way says what is wrong.
      return null;
    }
  }

  private async answer(taken: Taken): Promise<void> {
    const startedAt = performance.now();
    const { log, unanswered, lifecycle } = this.parts;
    const { request, response, charges } = taken;
    const requestId = randomUUID();
    unanswered.note(request, response);
    const { status, headers, text } = await this.outcome(taken, requestId).catch(async (error: Error) => {
      return refusalAnswer(this.parts, await chargedRefusal(charges, error), requestId, request.headers);
    });
    const head = {
      ...headers,
      ...taken.headers,
      'x-request-id': requestId,
      ...headersOfCharges(charges),
      ...(lifecycle.isEnding && unanswered.isNewest(request) && { connection: 'close' }),
      'content-length': Buffer.byteLength(text),
    };
    sendWhole(response.writeHead(status, head), text);
    const milliseconds = performance.now() - startedAt;
    log.debug({ requestId, method: 'POST', route: '/graphql', status, milliseconds }, 'request');
  }

  private async outcome(taken: Taken, requestId: string): Promise<Pick<Answer, 'status' | 'headers' | 'text'>> {
    const { request, response, charges, deployment, parameters, document, known, responseType } = taken;
    const authorization = headerOf(request, 'authorization');
    // Whoever shows a bearer is perhaps somebody else than the others at the address.
    if (authorization === undefined) charges.refuseSpent();
    const database = openRequestDatabase(request, response, deployment.requestPool);
    const asked = {
      deployment,
      charges,
      database,
      requestId,
      method: 'POST' as const,
      parameters,
      document,
      known,
      responseType,
    };
    const answer = (await this.answerRemembered(asked, authorization)) ?? (await this.answerRead(asked, authorization));
    if (answer.kept) this.parts.repeated.learn(request, taken.headers, answer.kept);
    return answer;
  }

  /** The answer to whoever is remembered; null where nobody is, or where no statement confirmed them. */
  private async answerRemembered(asked: AskedByBearer, authorization: string | undefined): Promise<Answer | null> {
    const viewer = asked.known.isConfirming && this.remembered.find(authorization);
    if (!viewer) return null;
    asked.charges.signIn(viewer.userId);
    const answer = await answerRemembered(this.parts, { ...asked, viewer, confirmation: new Confirmation(viewer) });
    if (answer) noteTokenUse(asked.deployment.database.pool, viewer.accessTokenId);
    return answer;
  }

  private async answerRead(asked: AskedByBearer, authorization: string | undefined): Promise<Answer> {
    const viewer = await signIn(this.parts, asked, authorization);
    if (asked.known.isConfirming && viewer) this.remembered.note(authorization!, viewer);
    return answerRequest(this.parts, { ...asked, viewer });
  }
}

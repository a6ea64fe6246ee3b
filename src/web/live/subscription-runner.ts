import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { rest } from '../../lib/rest';
import type { VerifyToken } from '../../access/sign-in/openid-issuer';
import { openTimedDatabase } from '../../db/requests/timed-database';
import type { Context } from '../../graphql/context';
import { serviceUnavailable } from '../../graphql/errors';
import type { OpeningSubscription, SubscriptionEvent, SubscriptionPhase } from '../../graphql/subscription';
import type { Viewer } from '../../graphql/viewer';
import { fewAtOnce } from '../../lib/few-at-once';
import type { CheckDocument } from '../../limits/check-document';
import { RequestCharges } from '../../rates/request-charges';
import { signIn } from '../answering/answer-request';
import type { KnownOperations } from '../answering/known-operations';
import type { shortWay } from '../answering/short-way';
import { chargedRefusal } from '../charging';
import type { Lifecycle } from '../lifecycle';
import { type OperationRequest, runByApollo } from '../requests/by-apollo';
import { contextFor } from '../requests/context-for';
import { type RefusalParts, refusalOf } from './refusal-of';

/**
 * How many events a process answers at once. What many follow happens to all of them in the same moment, and requests are
 * to find connections and time beside that.
 */
const EVENTS_AT_ONCE = 4;
const fewEvents = fewAtOnce<Lifecycle>(EVENTS_AT_ONCE);

export interface RunnerParts extends RefusalParts {
  apollo: ApolloServer<Context>;
  lifecycle: Lifecycle;
  verifyToken: VerifyToken | null;
  checkDocument: CheckDocument;
  known: KnownOperations;
  answerKnown: ReturnType<typeof shortWay>;
}

/** Who subscribes: as the bearer says with each event, and at which address. */
export interface Subscriber {
  authorization: string | undefined;
  address: string;
  /** Told who they are before anything is opened; throws where they have too many. */
  admit: (viewer: Viewer | null) => void;
}

export type Answer = FormattedExecutionResult;

/** Why there is no subscription, or the answer for each of its events. */
export type OpenedSubscription = { refusal: Answer } | { answers: AsyncGenerator<Answer> };

/** What passes by itself: the event is answered later, and none is lost. */
const PASSING = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED'];

/**
 * Opens a subscription, and answers each of its events by the same way as a query, with all that holds for one, until the
 * signal fires. The next event is taken when the answer before it was. What cannot go on ends with an answer of errors.
 */
export async function openSubscription(
  parts: RunnerParts,
  request: OperationRequest,
  subscriber: Subscriber,
  signal: AbortSignal,
): Promise<OpenedSubscription> {
  const opening: OpeningSubscription = { name: 'opening', signal, events: null };
  const opened = await answer(parts, request, subscriber, opening).catch((error) => refusalOf(parts, error));
  if (!opening.events) return { refusal: opened };
  return { answers: answersTo(opening.events, parts, request, subscriber, signal) };
}

/** Whether the subscriber may not hear more. */
export function isRefusal({ errors, data }: Answer): boolean {
  return !data && (errors?.length ?? 0) > 0;
}

async function* answersTo(
  events: AsyncIterable<SubscriptionEvent>,
  parts: RunnerParts,
  request: OperationRequest,
  subscriber: Subscriber,
  signal: AbortSignal,
): AsyncGenerator<Answer> {
  try {
    for await (const event of events) {
      const answered = await answerOnce(parts, request, subscriber, event, signal);
      if (!answered) return;
      yield answered;
      if (isRefusal(answered)) return;
    }
  } catch (error) {
    yield refusalOf(parts, error);
  }
}

/** The answer for an event, once it can be given; nothing where nobody waits for it any more. */
async function answerOnce(
  parts: RunnerParts,
  request: OperationRequest,
  subscriber: Subscriber,
  event: SubscriptionEvent,
  signal: AbortSignal,
): Promise<Answer | null> {
  while (!signal.aborted) {
    const answerNow = () => answer(parts, request, subscriber, { name: 'event', event });
    // What is for anybody is worked out once for all of them.
    const isShared = subscriber.authorization === undefined;
    const answered = await (isShared ? answerNow() : fewEvents(parts.lifecycle, answerNow, signal)).catch((error) =>
      signal.aborted ? null : refusalOf(parts, error),
    );
    if (!answered) return null;
    const seconds = secondsToWait(answered);
    if (seconds === null) return answered;
    await rest(seconds * 1_000, signal);
  }
  return null;
}

async function answer(
  parts: RunnerParts,
  { query, operationName, variables }: OperationRequest,
  subscriber: Subscriber,
  subscription: SubscriptionPhase,
): Promise<Answer> {
  const { phase } = parts.lifecycle;
  if (phase.name !== 'ready') throw serviceUnavailable('This server is starting or stopping; try again in a second.');
  const { deployment, rateLimiter } = phase;
  const { database, end } = openTimedDatabase(deployment.requestPool);
  const charges = new RequestCharges({ rateLimiter, limits: deployment.limits }, subscriber.address);
  try {
    if (subscription.name === 'opening') {
      if (subscriber.authorization === undefined) charges.refuseSpent();
      parts.checkDocument(query);
    }
    const viewer = await signIn(parts, { deployment, database, charges }, subscriber.authorization);
    if (subscription.name === 'opening') subscriber.admit(viewer);
    const context = contextFor(deployment, { database, viewer, charges, requestId: randomUUID(), subscription });
    const known = subscription.name === 'event' && parts.known.find(query, operationName);
    const answered =
      known && (await parts.answerKnown({ known, operationName, variables, context, deployment, keptAnswers: null }));
    if (answered) return answered.result;
    const { result } = await runByApollo(parts.apollo, { query, operationName, variables }, 'POST', context);
    await charges.chargeRefusal();
    return result;
  } catch (error) {
    throw error instanceof GraphQLError ? await chargedRefusal(charges, error) : error;
  } finally {
    end();
  }
}

/** How long to wait before an event can be answered; null where it was. */
function secondsToWait({ errors, data }: Answer): number | null {
  const passing = errors?.find(({ extensions }) => PASSING.includes(extensions?.code as string));
  if (!passing || data) return null;
  return Number(passing.extensions?.retryAfterSeconds ?? 1);
}

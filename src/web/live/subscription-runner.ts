import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { authenticate } from '../../access/authenticate';
import { noteTokenUse } from '../../access/note-token-use';
import type { VerifyToken } from '../../access/sign-in/openid-issuer';
import type { Context, Deployment } from '../../graphql/context';
import { serviceUnavailable } from '../../graphql/errors';
import type { OpeningSubscription, SubscriptionPhase } from '../../graphql/subscription';
import type { CheckDocument } from '../../limits/check-document';
import { RequestCharges } from '../../rates/request-charges';
import { formatError } from '../error-formatting';
import type { Lifecycle } from '../lifecycle';
import { contextFor } from '../requests/context-for';
import { openTimedDatabase } from '../requests/request-database';

export interface RunnerParts {
  apollo: ApolloServer<Context>;
  lifecycle: Lifecycle;
  verifyToken: VerifyToken | null;
  checkDocument: CheckDocument;
}

export interface SubscriptionRequest {
  query: string;
  operationName: string | null;
  variables: Record<string, unknown> | null;
}

/** Who subscribes: as the bearer says with each event, and at which address. */
export interface Subscriber {
  authorization: string | undefined;
  address: string;
}

type Answer = FormattedExecutionResult;

/** What passes by itself: the event is answered later, and none is lost. */
const PASSING = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED'];

/**
 * Runs a subscription until nobody listens: opens it, and answers each of its events by the same way as a query, with all
 * that holds for one. The next event is taken when the answer before it was. What cannot go on ends with an answer of errors.
 */
export async function* runSubscription(
  parts: RunnerParts,
  request: SubscriptionRequest,
  subscriber: Subscriber,
  signal: AbortSignal,
): AsyncGenerator<Answer> {
  const opening: OpeningSubscription = { name: 'opening', signal, events: null };
  try {
    parts.checkDocument(request.query);
    const opened = await answer(parts, request, subscriber, opening);
    if (!opening.events) {
      yield opened;
      return;
    }
    for await (const event of opening.events) {
      const answered = await answerOnce(parts, request, subscriber, event, signal);
      if (!answered) return;
      yield answered;
      if (isOver(answered)) return;
    }
  } catch (error) {
    yield refusal(error);
  }
}

/** The answer for an event, once it can be given; nothing where nobody waits for it any more. */
async function answerOnce(
  parts: RunnerParts,
  request: SubscriptionRequest,
  subscriber: Subscriber,
  event: object,
  signal: AbortSignal,
): Promise<Answer | null> {
  while (!signal.aborted) {
    const answered = await answer(parts, request, subscriber, { name: 'event', event }).catch(refusal);
    const seconds = secondsToWait(answered);
    if (seconds === null) return answered;
    await pause(seconds * 1_000, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

async function answer(
  { apollo, lifecycle, verifyToken }: RunnerParts,
  { query, operationName, variables }: SubscriptionRequest,
  { authorization, address }: Subscriber,
  subscription: SubscriptionPhase,
): Promise<Answer> {
  const { phase } = lifecycle;
  if (phase.name !== 'ready') throw serviceUnavailable('This server is starting or stopping; try again in a second.');
  const { deployment, rateLimiter } = phase;
  const { database, end } = openTimedDatabase(deployment);
  try {
    const charges = new RequestCharges({ rateLimiter, limits: deployment.limits }, address);
    const noteUse = noteUseOf(deployment);
    const viewer = await authenticate({ database, verifyToken, noteUse }, authorization);
    if (viewer) charges.signIn(viewer.userId);
    const { body } = await apollo.executeOperation(
      {
        query,
        ...(operationName !== null && { operationName }),
        ...(variables && { variables }),
        http: { method: 'POST', headers: new HeaderMap(), search: '', body: undefined },
      },
      {
        contextValue: contextFor(deployment, { database, viewer, charges, requestId: randomUUID(), subscription }),
      },
    );
    await charges.chargeRefusal();
    if (body.kind !== 'single') throw new Error('An answer in parts, which nothing here asks for.');
    return body.singleResult;
  } finally {
    end();
  }
}

function noteUseOf({ database }: Deployment) {
  return (accessTokenId: number) => noteTokenUse(database.pool, accessTokenId);
}

/** How long to wait before an event can be answered; null where it was. */
function secondsToWait({ errors, data }: Answer): number | null {
  const passing = errors?.find(({ extensions }) => PASSING.includes(extensions?.code as string));
  if (!passing || data) return null;
  return Number(passing.extensions?.retryAfterSeconds ?? 1);
}

/** Whether the subscriber may not hear more. */
function isOver({ errors, data }: Answer): boolean {
  return !data && (errors?.length ?? 0) > 0;
}

function refusal(error: unknown): Answer {
  const formatted = formatError(error instanceof GraphQLError ? error.toJSON() : { message: '' }, error);
  return { errors: [{ ...formatted, extensions: { ...formatted.extensions, requestId: randomUUID() } }] };
}

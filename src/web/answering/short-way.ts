import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { openTimedDatabase } from '../../db/requests/timed-database';
import type { Context, Deployment, Shown } from '../../graphql/context';
import { checkLimit } from '../../graphql/limits';
import { together } from '../../lib/together';
import { costExtension, measureOperation } from '../../limits/limits-plugin';
import { requireStorable } from '../../limits/storable-text';
import { noteOperation, type OperationsPluginParts } from '../../metrics/operations-plugin';
import { countQuotas } from '../../rates/count-quotas';
import { announce } from '../../stream/announce-plugin';
import { type FailureLogs, finishErrors, tellFailures } from '../answer-plugin';
import { formatError } from '../error-formatting';
import type { KeptAnswer, KeptAnswers } from './kept-answers';
import type { KnownOperation } from './known-operation';
import type { KeptOperation } from './repeated-requests';

interface RunningOperation {
  document: DocumentNode;
  operationName: string | null;
  variables: Record<string, unknown>;
  context: Context;
  root: object | undefined;
}

export interface ShortWayParts extends FailureLogs, OperationsPluginParts {
  schema: GraphQLSchema;
  execute: (operation: RunningOperation) => Promise<ExecutionResult>;
}

export interface KnownRequest {
  known: KnownOperation;
  operationName: string | null;
  variables: Record<string, unknown> | null;
  context: Context;
  deployment: Deployment;
  /** What was answered before; null where nothing is kept. */
  keptAnswers: KeptAnswers | null;
}

export interface Answered {
  result: FormattedExecutionResult;
  /** The answer as it is sent. */
  text: string | Buffer;
  headers: Record<string, string>;
  /** What it was, where its answer was kept before. */
  kept: KeptOperation | null;
}

/** What an operation came to, before it is one client's answer. */
interface Executed {
  result: FormattedExecutionResult;
  errors: readonly GraphQLError[];
  /** As it is sent, where it has no errors; those carry the id of the request. */
  text: string | Buffer | null;
  /** By which it is kept, where it was kept before. */
  answerKey?: string;
}

type AnswerKnown = (request: KnownRequest) => Promise<Answered | null>;
type Shared = ReturnType<typeof together<Executed | null>>;

/**
 * Answers operations that were parsed and validated before, by the rules of the long way and in its words. Null where they
 * have to go that way after all, as their variables do not fit: nothing has run then, and nothing was charged. Null also where
 * a viewer who is remembered was not confirmed: nothing was written then.
 */
export function shortWay(parts: ShortWayParts): AnswerKnown {
  const shared = together<Executed | null>();

  return async (request) => {
    const startedAt = performance.now();
    const executed = await admit(parts.schema, request)
      .then((isAdmitted) => (isAdmitted ? executedFor(parts, shared, request) : null))
      .catch((reason: unknown) => refused(request, reason));
    const { confirmation } = request.context;
    const isUnconfirmed = confirmation && !confirmation.isGiven;
    return executed && !isUnconfirmed ? finish(parts, request, executed, performance.now() - startedAt) : null;
  };
}

/** What an operation comes to for whoever asks: for nobody in particular perhaps what it came to for others. */
async function executedFor(parts: ShortWayParts, shared: Shared, request: KnownRequest): Promise<Executed | null> {
  const { known, variables, context, keptAnswers } = request;
  if (context.viewer !== null || !known.isForAnybody) return run(parts, request, context);
  const key = `${eventOf(context)} ${known.number} ${variables ? JSON.stringify(variables) : ''}`;
  const { movedBy } = known;
  const keeper = movedBy && keptAnswers;
  const kept = await keeper?.find(key);
  if (kept) return { result: kept.outline, errors: [], text: kept.body, answerKey: key };
  const work = () =>
    runForAnybody(parts, request, (runFor) => {
      return keeper ? keeper.keepingAnswer(key, movedBy, (shown) => runFor(shown).then(toKeep)) : runFor(null);
    });
  return shared(key, work, (callBack) => context.database.whenOver(callBack));
}

/** What is kept of what an operation came to: nothing of errors, which may be gone the next time. */
function toKeep(executed: Executed | null): { answer: Executed | null; kept: KeptAnswer | null } {
  if (!executed || executed.text === null) return { answer: executed, kept: null };
  const body = Buffer.from(executed.text as string);
  return { answer: { ...executed, text: body }, kept: { body, outline: outlineOf(executed.result) } };
}

function outlineOf({ data }: FormattedExecutionResult): FormattedExecutionResult {
  return {
    data: Object.fromEntries(Object.entries(data ?? {}).map(([name, value]) => [name, value === null ? null : {}])),
  };
}

/** The event that a subscription is answered for, by its place in the stream; nothing of a query. */
function eventOf({ subscription }: Context): string {
  return subscription?.name === 'event'
    ? `${subscription.event.position.transactionId}.${subscription.event.position.rowId}`
    : '';
}

/** Measures and charges a request, or refuses it. False where its variables do not fit, and nothing was charged. */
async function admit(schema: GraphQLSchema, request: KnownRequest): Promise<boolean> {
  const { known, context } = request;
  const { document, operation } = known;
  const { limits, cost, charges } = context;
  const variables = request.variables ?? {};
  requireStorable('A variable', variables);
  const measured = known.costWith(variables, limits, () => {
    return measureOperation(limits, schema, document, operation, variables);
  });
  if (measured === null) return false;
  cost.requested = measured;
  checkLimit(limits, 'cost', measured);
  await charges.charge(measured, countQuotas(schema, document, operation, variables));
  return true;
}

/** What an operation came to that may not run. */
function refused({ context: { limits, cost } }: KnownRequest, reason: unknown): Executed {
  const error = reason instanceof GraphQLError ? reason : new GraphQLError('', { originalError: reason as Error });
  const extensions = costExtension(limits, cost.requested);
  return { result: { errors: [formatted(error)], extensions }, errors: [error], text: null };
}

/** By a database of its own: whoever asked first may leave while others wait for the answer. */
function runForAnybody(
  parts: ShortWayParts,
  request: KnownRequest,
  answer: (runFor: (shown: Shown | null) => Promise<Executed | null>) => Promise<Executed | null>,
) {
  const { database, end } = openTimedDatabase(request.deployment.requestPool);
  const runFor = (shown: Shown | null) => {
    return run(parts, request, { ...request.context, database, shown, loaded: { scope: new Map() } });
  };
  return { result: answer(runFor).finally(end), end: (reason: Error) => database.end(reason) };
}

async function run({ execute }: ShortWayParts, request: KnownRequest, context: Context): Promise<Executed | null> {
  const { known, operationName, variables } = request;
  const { document } = known;
  const { subscription } = context;
  const root = subscription?.name === 'event' ? subscription.event : undefined;
  const { data, errors = [] } = await execute({ document, operationName, variables: variables ?? {}, context, root });
  // Nothing ran: the variables do not fit.
  if (data === undefined) return null;
  const result: FormattedExecutionResult = {
    ...(errors.length > 0 && { errors: errors.map(formatted) }),
    data,
    extensions: costExtension(context.limits, context.cost.requested),
  };
  return { result, errors, text: errors.length > 0 ? null : serialize(result) };
}

function formatted(error: GraphQLError) {
  const { code = 'INTERNAL_SERVER_ERROR' } = error.extensions;
  return formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
}

/** Makes it the answer of one request. */
function finish(
  parts: ShortWayParts,
  { known, operationName, context }: KnownRequest,
  executed: Executed,
  milliseconds: number,
): Answered {
  const { requestId } = context;
  const { operation, documentHash } = known;
  const result = { ...executed.result };
  tellFailures(parts, executed.errors, { requestId, operationName });
  const retryAfter = finishErrors(result, requestId);
  announce(operation, context);
  noteOperation(parts, { operation, documentHash, milliseconds, result, context });
  const headers: Record<string, string> = retryAfter === null ? {} : { 'retry-after': retryAfter };
  const { answerKey } = executed;
  const kept = answerKey === undefined ? null : { known, answerKey, cost: context.cost.requested };
  return { result, text: executed.text ?? serialize(result), headers, kept };
}

/** Errors first, so that whoever reads an answer sees them. */
export function serialize({ errors, data, extensions }: FormattedExecutionResult): string {
  return JSON.stringify({ errors, data, extensions });
}

import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import type { Context, Deployment } from '../../graphql/context';
import { checkLimit } from '../../graphql/limits';
import { together } from '../../lib/together';
import { costExtension, measureOperation } from '../../limits/limits-plugin';
import { noteOperation, type OperationsPluginParts } from '../../metrics/operations-plugin';
import { countQuotas } from '../../rates/count-quotas';
import { announce } from '../../stream/announce-plugin';
import { type FailureLogs, finishErrors, tellFailures } from '../answer-plugin';
import { formatError } from '../error-formatting';
import { openTimedDatabase } from '../requests/request-database';
import type { KnownOperation } from './known-operation';

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
  /** By which it is told from other requests for the same document. */
  source: string;
  operationName: string | null;
  variables: Record<string, unknown> | null;
  context: Context;
  deployment: Deployment;
}

export interface Answered {
  result: FormattedExecutionResult;
  /** The answer as it is sent. */
  text: string;
  headers: Record<string, string>;
}

/** What an operation came to, before it is one client's answer. */
interface Executed {
  result: FormattedExecutionResult;
  errors: readonly GraphQLError[];
  /** As it is sent, where it has no errors; those carry the id of the request. */
  text: string | null;
}

type AnswerKnown = (request: KnownRequest) => Promise<Answered | null>;

/**
 * Answers operations that were parsed and validated before, by the rules of the long way and in its words. Null where they
 * have to go that way after all, as their variables do not fit: nothing has run then, and nothing was charged.
 */
export function shortWay(parts: ShortWayParts): AnswerKnown {
  const shared = together<Executed | null>();

  return async (request) => {
    const startedAt = performance.now();
    const { known, operationName, variables, context } = request;
    const variablesText = variables ? JSON.stringify(variables) : '';
    const isShared = context.viewer === null && known.isForAnybody;
    const key = `${eventOf(context)} ${operationName} ${variablesText} ${request.source}`;
    const executed = await admit(parts.schema, request, variablesText)
      .then((isAdmitted) => {
        if (!isAdmitted) return null;
        if (!isShared) return run(parts, request, context);
        const work = (over: AbortSignal) => runForAnybody(parts, request, over);
        return shared(key, work, context.database.signal);
      })
      .catch((reason: unknown) => refused(request, reason));
    return executed && finish(parts, request, executed, performance.now() - startedAt);
  };
}

/** The event that a subscription is answered for, by its place in the stream; nothing of a query. */
function eventOf({ subscription }: Context): string {
  return subscription?.name === 'event'
    ? `${subscription.event.position.transactionId}.${subscription.event.position.rowId}`
    : '';
}

/** Measures and charges a request, or refuses it. False where its variables do not fit, and nothing was charged. */
async function admit(schema: GraphQLSchema, request: KnownRequest, variablesText: string): Promise<boolean> {
  const { known, context } = request;
  const { document, operation } = known;
  const { limits, cost, charges } = context;
  const variables = request.variables ?? {};
  const measured = known.costWith(variablesText, () => {
    return measureOperation(limits, schema, document, operation, variables);
  });
  if (measured === null) return false;
  cost.requested = measured;
  checkLimit(limits, 'cost', measured);
  await charges.charge(measured);
  if (operation.operation === OperationTypeNode.MUTATION) {
    await charges.chargeQuotas(context.database, countQuotas(schema, document, operation, variables));
  }
  return true;
}

/** What an operation came to that may not run. */
function refused({ context: { limits, cost } }: KnownRequest, reason: unknown): Executed {
  const error = reason instanceof GraphQLError ? reason : new GraphQLError('', { originalError: reason as Error });
  const extensions = costExtension(limits, cost.requested);
  return { result: { errors: [formatted(error)], extensions }, errors: [error], text: null };
}

/** By a database of its own: whoever asked first may leave while others wait for the answer. */
async function runForAnybody(parts: ShortWayParts, request: KnownRequest, over: AbortSignal): Promise<Executed | null> {
  const { database, end } = openTimedDatabase(request.deployment);
  const leave = () => database.end(over.reason as Error);
  if (over.aborted) leave();
  else over.addEventListener('abort', leave);
  try {
    return await run(parts, request, { ...request.context, database, loaded: { scope: {} } });
  } finally {
    end();
  }
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
  return { result, text: executed.text ?? serialize(result), headers };
}

/** Errors first, so that whoever reads an answer sees them. */
export function serialize({ errors, data, extensions }: FormattedExecutionResult): string {
  return JSON.stringify({ errors, data, extensions });
}

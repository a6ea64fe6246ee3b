import { Counter, Histogram, type Registry } from 'prom-client';
import { LIMITS } from '../graphql/limits';
import {
  type AnsweredError,
  type FinishedOperation,
  type OperationType,
  type Outcome,
  outcomeOf,
} from './finished-operation';
import { OperationLabels } from './operation-labels';

/** What people may do only so often. */
const RATED = ['points', 'comments', 'submissions', 'votes', 'tokens', 'webhooks', 'deliveries'];

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const POINTS = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 12_000];
const STATEMENTS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 100];

/** What is counted of requests. */
export interface RequestMetrics {
  /** An operation was answered by GraphQL. */
  noteOperation: (operation: FinishedOperation) => void;
  /** A request was answered with errors before there was an operation. */
  noteRefusal: (errors: readonly AnsweredError[]) => void;
}

export function createRequestMetrics(registry: Registry): RequestMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'daily_papers_requests_total',
    help: 'GraphQL requests by type of operation (none: refused before there was one; subscription: each opening and each event) and outcome (partial: data beside errors, refused: the fault of the client, failed: ours).',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const errors = new Counter({
    name: 'daily_papers_errors_total',
    help: 'Top-level errors that were answered, by code.',
    labelNames: ['code'],
    registers,
  });
  const limitRefusals = new Counter({
    name: 'daily_papers_limit_refusals_total',
    help: 'Requests that were refused as too large, by the limit of docs/limits.md that they were over.',
    labelNames: ['limit'],
    registers,
  });
  const rateRefusals = new Counter({
    name: 'daily_papers_rate_limit_refusals_total',
    help: 'Requests that were refused because somebody sends too many, by what there were too many of.',
    labelNames: ['limit'],
    registers,
  });
  const durations = new Histogram({
    name: 'daily_papers_operation_duration_seconds',
    help: 'How long operations took from parsing to the answer, by name; names that are rare or too many are "(other)".',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  const costs = new Histogram({
    name: 'daily_papers_operation_cost_points',
    help: 'What operations cost, in points: about the objects that they may return.',
    buckets: POINTS,
    registers,
  });
  const statements = new Histogram({
    name: 'daily_papers_operation_statements',
    help: 'How many SQL statements requests sent to the database, the look-up of their bearer among them.',
    buckets: STATEMENTS,
    registers,
  });
  const labels = new OperationLabels((operation) => durations.remove({ operation }));

  // From zero on, so that the first refusal is an increase that an alert can see.
  for (const type of ['query', 'mutation', 'subscription', 'none'] as const) {
    for (const outcome of outcomesOf(type)) requests.inc({ type, outcome }, 0);
  }
  for (const limit of Object.keys(LIMITS)) limitRefusals.inc({ limit }, 0);
  for (const limit of RATED) rateRefusals.inc({ limit }, 0);

  const noteErrors = (answered: readonly AnsweredError[]) => {
    for (const { extensions } of answered) {
      errors.inc({ code: String(extensions?.code) });
      const limit = (extensions?.limit as { name?: string } | undefined)?.name;
      if (limit === undefined) continue;
      if (extensions?.code === 'LIMIT_EXCEEDED') limitRefusals.inc({ limit });
      if (extensions?.code === 'RATE_LIMITED') rateRefusals.inc({ limit });
    }
  };
  return {
    noteOperation(operation) {
      requests.inc({ type: operation.type, outcome: operation.outcome });
      noteErrors(operation.errors);
      if (operation.type === 'none') return;
      durations.observe({ operation: labels.labelOf(operation.name) }, operation.milliseconds / 1000);
      costs.observe(operation.cost);
      if (operation.statements !== null) statements.observe(operation.statements);
    },
    noteRefusal(answered) {
      requests.inc({ type: 'none', outcome: outcomeOf(answered, false) });
      noteErrors(answered);
    },
  };
}

function outcomesOf(type: OperationType): Outcome[] {
  return type === 'none' ? ['refused', 'failed'] : ['ok', 'partial', 'refused', 'failed'];
}

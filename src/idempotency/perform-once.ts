import type { SqlRunner } from '../db/sql';
import { retryConflicts } from '../db/retry';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { Payload, payloadOf } from '../graphql/payload';
import type { Viewer } from '../graphql/viewer';
import { attempt, Work } from './attempt';
import type { CreatingMutationInput } from './creating-mutation.inputs';
import type { Made } from './outcome';

/** A mutation that makes something. */
export interface CreatingMutation<T extends Payload, M extends Made> {
  viewer: Viewer;
  /** Does the work on this connection alone, in its transaction; it runs again where PostgreSQL ended that for another's sake. */
  perform: Work<M>;
  /** Reads what was made, once that is committed; null for what is gone when the answer is given again. */
  answer: (made: M, secret: string | null) => Promise<Partial<T>>;
}

/**
 * Runs a creating mutation in one transaction, and at most once for an idempotency key: the work, the key and what came
 * of it are there together or not at all. Sent again, it is answered from what was kept.
 */
export function performOnce<T extends Payload, M extends Made>(
  payload: new () => T,
  input: CreatingMutationInput,
  context: Context,
  { viewer, perform, answer }: CreatingMutation<T, M>,
): Promise<T> {
  // Payloads are named after their mutations, so no two mutations share a key.
  const mutation = payload.name.replace(/Payload$/, '');
  const request = { userId: viewer.userId, mutation, input };
  const attemptOnce = (sql: SqlRunner) => attempt(sql, request, perform);
  return payloadOf(payload, input, async () => {
    const { made, secret, userErrors } = await retryConflicts(() => context.database.transaction(attemptOnce));
    forgetLoaded(context);
    const changed: Partial<T> = made ? await answer(made, secret) : {};
    return { ...changed, userErrors };
  });
}

import type { SqlRunner } from '../db/sql';
import { badUserInput, quoted } from '../graphql/errors';
import { DomainError, UserError, UserErrorCode, userErrorOf } from '../graphql/user-error';
import { countCharacters } from '../lib/count-characters';
import type { CreatingMutationInput } from './creating-mutation.inputs';
import { inputHashOf } from './input-hash';
import type { Made, Outcome } from './outcome';
import { awaitOutcome, keepOutcome } from './outcomes.service';

/** What a mutation made, and the secret that belongs to it where there is one: it is shown and not kept. */
export type Work<M extends Made> = (sql: SqlRunner) => Promise<{ made: M; secret?: string }>;

export interface Attempt<M extends Made> {
  /** Null where the mutation was refused. */
  made: M | null;
  secret: string | null;
  userErrors: UserError[];
}

interface MutationRequest {
  userId: number;
  mutation: string;
  input: CreatingMutationInput;
}

const MAX_KEY_LENGTH = 255;
const KEY_PATH = ['input', 'idempotencyKey'];

/** Does the work of a mutation inside a transaction, or answers what came of it when its key was used before. */
export async function attempt<M extends Made>(
  sql: SqlRunner,
  { userId, mutation, input }: MutationRequest,
  work: Work<M>,
): Promise<Attempt<M>> {
  const key = soundKeyOf(input);
  if (key === null) return succeeded(await work(sql));

  const attemptKey = { userId, mutation, key };
  const inputHash = inputHashOf(input);
  const kept = await awaitOutcome(sql, attemptKey);
  if (kept && !kept.inputHash.equals(inputHash)) throw keyReused(key);
  if (kept) return recalled(kept.outcome as Outcome<M>);

  const { secret, ...rest } = await succeedOrRefuse(sql, work);
  await keepOutcome(sql, attemptKey, { inputHash, outcome: { ...rest, heldSecret: secret !== null } });
  return { secret, ...rest };
}

/** A refusal is an outcome as well: what was written before it is taken back, and the transaction goes on to keep it. */
async function succeedOrRefuse<M extends Made>(sql: SqlRunner, work: Work<M>): Promise<Attempt<M>> {
  await sql.query('savepoint work');
  try {
    return succeeded(await work(sql));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await sql.query('rollback to savepoint work');
    return { made: null, secret: null, userErrors: [userErrorOf(error)] };
  }
}

function succeeded<M extends Made>({ made, secret = null }: { made: M; secret?: string | null }): Attempt<M> {
  return { made, secret, userErrors: [] };
}

function recalled<M extends Made>({ made, heldSecret, userErrors }: Outcome<M>): Attempt<M> {
  return { made, secret: null, userErrors: heldSecret ? [secretShownOnce()] : userErrors };
}

function soundKeyOf({ idempotencyKey: key = null }: CreatingMutationInput): string | null {
  const length = key === null ? null : countCharacters(key);
  if (length === 0 || (length ?? 1) > MAX_KEY_LENGTH) {
    const message = `"input.idempotencyKey" has ${length} characters; it takes 1 to ${MAX_KEY_LENGTH}.`;
    throw badUserInput('input.idempotencyKey', message);
  }
  return key;
}

function keyReused(key: string): DomainError {
  const message = `The idempotency key ${quoted(key)} was sent with another input before; send a new key for a new input.`;
  return new DomainError(UserErrorCode.IDEMPOTENCY_KEY_REUSED, message, KEY_PATH);
}

function secretShownOnce(): UserError {
  const message =
    'This was done before under the same idempotency key, and its secret was shown then; if it is lost, make another.';
  return { code: UserErrorCode.SECRET_SHOWN_ONCE, message, path: KEY_PATH };
}

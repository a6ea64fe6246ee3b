/** What came of a request: `partial` are data beside errors, `refused` is nothing but the client's errors, `failed` are any of ours. */
export type Outcome = 'ok' | 'partial' | 'refused' | 'failed';

/** Of what type an operation was; `none` where a request never got as far as to have one. */
export type OperationType = 'query' | 'mutation' | 'subscription' | 'none';

/** An operation that was answered, with what is measured of it, and nothing of what it said. */
export interface FinishedOperation {
  /** Null for an unnamed one, and where none was found in the document. */
  name: string | null;
  type: OperationType;
  /** SHA-256 of the document in hexadecimal, by which whoever has the document finds it again. */
  documentHash: string | null;
  milliseconds: number;
  /** In points: at most, and 1 where it was refused before it was measured. */
  cost: number;
  /** How many statements the request sent to the database, the look-up of its bearer among them; null where it never ran. */
  statements: number | null;
  errors: readonly AnsweredError[];
  outcome: Outcome;
  requestId: string;
  viewer: 'nobody' | 'access token' | 'sign-in';
}

/** An error as it leaves. */
export interface AnsweredError {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

const CODES_OF_OURS = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'];

export function outcomeOf(errors: readonly AnsweredError[], hasData: boolean): Outcome {
  if (errors.length === 0) return 'ok';
  if (errors.some(({ extensions }) => CODES_OF_OURS.includes(String(extensions?.code)))) return 'failed';
  return hasData ? 'partial' : 'refused';
}

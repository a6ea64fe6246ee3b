import type { UserError } from '../graphql/user-error';

/** The keys of the rows that a mutation made, by names that its answer knows. */
export type Made = Record<string, number | string>;

/**
 * What is kept of an answer: as much as the payload is built from again. The rows themselves are read afresh, and a
 * secret is never among it.
 */
export interface Outcome<M extends Made = Made> {
  /** Null where the mutation was refused. */
  made: M | null;
  heldSecret: boolean;
  userErrors: UserError[];
}

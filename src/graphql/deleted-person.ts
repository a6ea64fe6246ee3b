import type { GraphQLError } from 'graphql';
import { requestError } from './errors';

const FOREIGN_KEY_VIOLATION = '23503';
/** The columns that say whose a row is. */
const OF_A_PERSON =
  /_(?:user_id|author_id|submitted_by|added_by|suspended_by|lifted_by|hidden_by|verified_by|rejected_by)_fkey$/;

/** Whether PostgreSQL refused a row because the person it belongs to was deleted while the request ran. */
export function isOfDeletedPerson(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === FOREIGN_KEY_VIOLATION && OF_A_PERSON.test(String(constraint));
}

export function accountDeleted(): GraphQLError {
  return requestError('UNAUTHENTICATED', 'The account that sent this request was deleted while it ran.');
}

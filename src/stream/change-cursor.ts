import type { KeyType } from '../db/keyset';
import type { Position } from '../changes/position';
import { CursorExpiredError } from '../changes/read-stretch.query';
import { requestError } from '../graphql/errors';
import { decodeCursor, encodeCursor, listFingerprint } from '../paging/cursor';

const FINGERPRINT = listFingerprint('Query.changes');
const KEY_TYPES: KeyType[] = ['bigint', 'bigint'];

/** A place in the stream, the same whichever kinds are asked for, so that one cursor serves lists, subscriptions and webhooks. */
export function encodeChangeCursor({ transactionId, rowId }: Position): string {
  return encodeCursor(FINGERPRINT, [transactionId, rowId]);
}

/** The place that a cursor stands for; null without one. */
export function decodeChangeCursor(cursor: string | null | undefined): Position | null {
  if (cursor == null) return null;
  const [transactionId, rowId] = decodeCursor('after', cursor, FINGERPRINT, KEY_TYPES) as [number, number];
  return { transactionId, rowId };
}

/** Says of a place that cannot be followed any more what the client's program is to do. */
export function tellExpired(error: unknown): never {
  if (!(error instanceof CursorExpiredError)) throw error;
  const remedy =
    'Begin anew, as for the first time: read `changes { headCursor }`, then all papers, then what comes after that cursor.';
  throw requestError('CURSOR_EXPIRED', `"after" is a cursor that cannot be followed: ${error.message} ${remedy}`);
}

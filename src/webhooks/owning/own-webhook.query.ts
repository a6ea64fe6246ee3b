import type { Position } from '../../changes/position';
import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { rowKeyOf } from '../../graphql/node';
import { notFound } from '../../graphql/user-error';
import type { Viewer } from '../../graphql/viewer';

/** What deciding on a change of a webhook takes. */
export interface OwnWebhook {
  rowId: number;
  secret: Buffer;
  isEnabled: boolean;
  /** How far of the stream is queued; null where that is not known any more. */
  position: Position | null;
}

interface Row extends Omit<OwnWebhook, 'position'> {
  [column: string]: unknown;
  transactionId: number | null;
  positionRowId: number | null;
}

const LOCK = prepared(`
  select id as "rowId", secret, state = 'ENABLED' as "isEnabled",
    position_transaction_id as "transactionId", position_row_id as "positionRowId"
  from webhooks where id = $1::integer and user_id = $2::integer for no key update`);

/** Locks a webhook of the viewer by its id; to everybody else it is as if it did not exist. */
export async function lockOwnWebhook(sql: SqlRunner, { userId }: Viewer, webhookId: string): Promise<OwnWebhook> {
  const rowId = rowKeyOf('Webhook', webhookId);
  const [row] = rowId === null ? [] : await rowsOf<Row>(sql, LOCK, [rowId, userId]);
  if (!row) throw notFound('webhookId', 'webhook of yours', webhookId);
  const { transactionId, positionRowId, ...webhook } = row;
  const isPlaced = transactionId !== null && positionRowId !== null;
  return { ...webhook, position: isPlaced ? { transactionId, rowId: positionRowId } : null };
}

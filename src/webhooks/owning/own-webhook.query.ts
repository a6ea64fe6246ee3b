import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { rowKeyOf } from '../../graphql/node';
import { notFound } from '../../graphql/user-error';
import type { Viewer } from '../../graphql/viewer';

/** What deciding on a change of a webhook takes. */
export interface OwnWebhook {
  rowId: number;
  secret: Buffer;
  isEnabled: boolean;
}

const LOCK = prepared(`
  select id as "rowId", secret, state = 'ENABLED' as "isEnabled"
  from webhooks where id = $1::integer and user_id = $2::integer for no key update`);

/** Locks a webhook of the viewer by its id; to everybody else it is as if it did not exist. */
export async function lockOwnWebhook(sql: SqlRunner, { userId }: Viewer, webhookId: string): Promise<OwnWebhook> {
  const rowId = rowKeyOf('Webhook', webhookId);
  const [webhook] =
    rowId === null ? [] : await rowsOf<OwnWebhook & Record<string, unknown>>(sql, LOCK, [rowId, userId]);
  if (!webhook) throw notFound('webhookId', 'webhook of yours', webhookId);
  return webhook;
}

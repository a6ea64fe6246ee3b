import type { Position } from '../../changes/position';
import { CursorExpiredError, readHead, readStretch } from '../../changes/read-stretch.query';
import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import type { OwnWebhook } from './own-webhook.query';

/** What is to be otherwise; undefined leaves it as it is. */
export interface WebhookChanges {
  url?: string | undefined;
  kinds?: string[] | undefined;
  description?: string | null | undefined;
  isEnabled?: boolean | undefined;
}

const UPDATE = prepared(`
  update webhooks set url = coalesce($2::text, url), kinds = coalesce($3::text[], kinds),
    description = case when $4::boolean then $5::text else description end
  where id = $1::integer`);

/** Changes a webhook that is locked. */
export async function changeWebhook(sql: SqlRunner, webhook: OwnWebhook, changes: WebhookChanges): Promise<void> {
  const { url = null, kinds = null, description, isEnabled = webhook.isEnabled } = changes;
  const values = [webhook.rowId, url, kinds, description !== undefined, description ?? null];
  await rowsOf(sql, UPDATE, values);
  if (isEnabled && !webhook.isEnabled) await enable(sql, webhook);
  if (!isEnabled && webhook.isEnabled) await rowsOf(sql, DISABLE, [webhook.rowId, 'Its owner disabled it.']);
}

const DISABLE = prepared(`
  update webhooks set state = 'DISABLED', disabled_at = now(), disabled_reason = $2::text where id = $1::integer`);

const ENABLE = prepared(`
  update webhooks set state = 'ENABLED', disabled_at = null, disabled_reason = null,
    failures_in_row = 0, rests_until = null, due_at = now(), is_full = false,
    position_transaction_id = $2::bigint, position_row_id = $3::bigint
  where id = $1::integer`);

const TRY_AGAIN = prepared(`
  update webhook_deliveries set state = 'PENDING', failures = 0, first_failed_at = null, next_attempt_at = now()
  where webhook_id = $1::integer and origin = 'STREAM' and (state = 'FAILED' or state = 'PENDING' and failures > 0)`);

/** It goes on from where it stood, and from now on where the stream no longer reaches back so far. */
async function enable(sql: SqlRunner, { rowId, position }: OwnWebhook): Promise<void> {
  const from = position && (await isKept(sql, position)) ? position : await readHead(sql);
  await rowsOf(sql, ENABLE, [rowId, from.transactionId, from.rowId]);
  await rowsOf(sql, TRY_AGAIN, [rowId]);
}

async function isKept(sql: SqlRunner, position: Position): Promise<boolean> {
  try {
    await readStretch(sql, position, 0);
    return true;
  } catch (error) {
    if (error instanceof CursorExpiredError) return false;
    throw error;
  }
}

const DELETE = prepared('delete from webhooks where id = $1::integer');

/** Deletes a webhook that is locked, with what waits for it. */
export async function deleteWebhook(sql: SqlRunner, { rowId }: OwnWebhook): Promise<void> {
  await rowsOf(sql, DELETE, [rowId]);
}

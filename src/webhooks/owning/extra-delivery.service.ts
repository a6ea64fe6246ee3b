import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { DomainError, notFound, UserErrorCode } from '../../graphql/user-error';
import type { Viewer } from '../../graphql/viewer';
import { testBody } from '../sending/message-body';
import { deliveryKeyOf } from '../delivery-key';
import type { OwnWebhook } from './own-webhook.query';

/** Each goes for itself, so its lane is its own. */
const QUEUE_TEST = prepared(`
  with due as (update webhooks set due_at = now() where id = $1::integer)
  insert into webhook_deliveries (webhook_id, message_id, origin, lane, body)
  values ($1::integer, gen_random_uuid(), 'TEST', gen_random_uuid()::text, $2::text) returning id`);

/** Queues a test for a webhook that is locked, enabled or not; answers its key. */
export async function queueTest(sql: SqlRunner, { rowId }: OwnWebhook): Promise<number> {
  const [row] = await rowsOf<{ id: number }>(sql, QUEUE_TEST, [rowId, testBody(rowId)]);
  return row!.id;
}

interface OwnDelivery {
  rowId: number;
  isOfStream: boolean;
  state: 'PENDING' | 'DELIVERED' | 'FAILED';
  isEnabled: boolean;
}

/** Locks the webhook, as whoever sends does. */
const FIND = prepared(`
  with own as (select id, state from webhooks where user_id = $2::integer and id = (
    select webhook_id from webhook_deliveries where id = $1::bigint
  ) for no key update)
  select d.id as "rowId", d.origin = 'STREAM' as "isOfStream", d.state, own.state = 'ENABLED' as "isEnabled"
  from webhook_deliveries d join own on own.id = d.webhook_id where d.id = $1::bigint`);

const HASTEN = prepared(`
  with hastened as (
    update webhook_deliveries set next_attempt_at = now() where id = $1::bigint returning webhook_id
  )
  update webhooks w set due_at = now(), rests_until = null from hastened where w.id = hastened.webhook_id`);

const REPEAT = prepared(`
  with repeated as (
    insert into webhook_deliveries (webhook_id, message_id, origin, change_id, kind, subject_type, subject_id, lane, body)
    select webhook_id, message_id, case origin when 'TEST' then 'TEST' else 'REDELIVERY' end,
      change_id, kind, subject_type, subject_id, gen_random_uuid()::text, body
    from webhook_deliveries where id = $1::bigint
    returning id, webhook_id
  ), due as (
    update webhooks w set due_at = now() from repeated where w.id = repeated.webhook_id
  )
  select id from repeated`);

/**
 * Sends something once more, as a delivery of its own. What still waits for its turn is sent now instead; answers the key of
 * what will be sent.
 */
export async function redeliver(sql: SqlRunner, { userId }: Viewer, deliveryId: string): Promise<number> {
  const key = deliveryKeyOf(deliveryId);
  const [delivery] = key === null ? [] : await rowsOf<OwnDelivery & Row>(sql, FIND, [key, userId]);
  if (!delivery) throw notFound('deliveryId', 'delivery to a webhook of yours', deliveryId);
  const { rowId, isOfStream, state, isEnabled } = delivery;
  if (isOfStream && state !== 'DELIVERED' && !isEnabled) throw stillToCome();
  if (state === 'PENDING') {
    await rowsOf(sql, HASTEN, [rowId]);
    return rowId;
  }
  const [repeated] = await rowsOf<{ id: number }>(sql, REPEAT, [rowId]);
  return repeated!.id;
}

type Row = Record<string, unknown>;

function stillToCome(): DomainError {
  const message =
    'The webhook is disabled, and this delivery is to come once it is enabled; enable it to have it sent.';
  return new DomainError(UserErrorCode.WEBHOOK_DISABLED, message, ['input', 'deliveryId']);
}

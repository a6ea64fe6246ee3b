import { instancesOf, isAnyOf, rowsOf } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineNode, defineRowNode } from '../graphql/node';
import { parseDeliveryKey } from './delivery-key';
import { WebhookDelivery } from './webhook-delivery.entity';
import { Webhook } from './webhook.entity';

/** The columns of a webhook under the alias `w`, by property name: none of its secrets. */
export const WEBHOOK_COLUMNS = `
  w.id as "rowId", w.user_id as "userId", w.url, w.kinds, w.description, w.state,
  w.disabled_reason as "disabledReason", w.disabled_at as "disabledAt", w.created_at as "createdAt",
  w.secret_changed_at as "secretChangedAt",
  case when w.previous_secret_ends_at > now() then w.previous_secret_ends_at end as "previousSecretEndsAt"`;

/** The columns of a delivery under the alias `d`, by property name. */
export const DELIVERY_COLUMNS = `
  d.id as "rowId", d.webhook_id as "webhookId", d.origin, d.kind, d.subject_type as "subjectType",
  d.subject_id as "subjectId", d.body, d.state, d.attempts, d.last_attempt_at as "lastAttemptAt",
  case d.state when 'PENDING' then d.next_attempt_at end as "nextAttemptAt",
  d.response_status as "responseStatus", d.error, d.delivered_at as "deliveredAt", d.created_at as "createdAt"`;

/** Whosever it is: who may see it is for the caller to know. */
export const webhookById = defineLoader<number, Webhook>(async (sql, ids) => {
  const text = `select ${WEBHOOK_COLUMNS} from webhooks w where w.id ${isAnyOf('$1', 'integer')}`;
  return inOrderOf(ids, await instancesOf(Webhook, sql, text, [ids]), (webhook) => webhook.rowId);
});

export const webhookCountOfUser = defineLoader<number, number>(async (sql, userIds) => {
  const rows = await rowsOf<{ userId: number; count: number }>(
    sql,
    `select user_id as "userId", count(*) as count from webhooks where user_id ${isAnyOf('$1', 'integer')} group by user_id`,
    [userIds],
  );
  return inOrderOf(userIds, rows, (row) => row.userId).map((row) => row?.count ?? 0);
});

/** Whosever it is, with whose it is. */
export const deliveryById = defineLoader<number, WebhookDelivery & { userId: number }>(async (sql, ids) => {
  const deliveries = await instancesOf<WebhookDelivery, { userId: number }>(
    WebhookDelivery,
    sql,
    `select ${DELIVERY_COLUMNS}, w.user_id as "userId" from webhook_deliveries d join webhooks w on w.id = d.webhook_id
     where d.id = any(array(select unnest($1::bigint[])))`,
    [ids],
  );
  return inOrderOf(ids, deliveries, (delivery) => delivery.rowId);
});

export const deliveryCountOfWebhook = defineLoader<number, number>(async (sql, webhookIds) => {
  const rows = await rowsOf<{ webhookId: number; count: number }>(
    sql,
    `select webhook_id as "webhookId", count(*) as count from webhook_deliveries
     where webhook_id ${isAnyOf('$1', 'integer')} group by webhook_id`,
    [webhookIds],
  );
  return inOrderOf(webhookIds, rows, (row) => row.webhookId).map((row) => row?.count ?? 0);
});

// To everybody but their owner it is as if they did not exist.
defineRowNode('Webhook', async (context, key) => {
  const webhook = await webhookById(context).load(key);
  return webhook && webhook.userId === context.viewer?.userId ? webhook : null;
});

defineNode('WebhookDelivery', async (context, key) => {
  const rowId = parseDeliveryKey(key);
  const delivery = rowId === null ? null : await deliveryById(context).load(rowId);
  return delivery && delivery.userId === context.viewer?.userId ? delivery : null;
});

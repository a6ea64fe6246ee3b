import { prepared, rowsOf, type SqlRunner } from '../../db/sql';

const BATCH = 1_000;
const KEPT_DAYS = 7;
/** More than anybody reads; without it a busy webhook would have kept millions by the end of the days. */
const KEPT_OF_WEBHOOK = 1_000;

/** What failed in the stream is not over: it is sent again once its webhook is enabled. */
const IS_OVER = `(d.state = 'DELIVERED' or d.state = 'FAILED' and d.origin <> 'STREAM')`;

const DROP_OLD = prepared(`
  delete from webhook_deliveries where id in (
    select d.id from webhook_deliveries d
    where d.last_attempt_at < now() - interval '${KEPT_DAYS} days' and d.state <> 'PENDING' and ${IS_OVER}
    order by d.last_attempt_at limit ${BATCH} for update skip locked
  ) returning id`);

const DROP_MANY = prepared(`
  delete from webhook_deliveries where id in (
    select d.id from webhooks w
    cross join lateral (
      select id from webhook_deliveries where webhook_id = w.id order by id desc offset ${KEPT_OF_WEBHOOK} limit 1
    ) newest_dropped
    join webhook_deliveries d on d.webhook_id = w.id and d.id <= newest_dropped.id and ${IS_OVER}
    limit ${BATCH} for update of d skip locked
  ) returning id`);

/** Drops a batch of what is kept for nobody any more; answers whether there may be more. */
export async function dropOldDeliveries(sql: SqlRunner): Promise<boolean> {
  const old = await rowsOf(sql, DROP_OLD);
  const many = await rowsOf(sql, DROP_MANY);
  return old.length === BATCH || many.length === BATCH;
}

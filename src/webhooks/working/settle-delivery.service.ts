import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import type { AttemptResult } from '../sending/post-delivery';
import type { ClaimedDelivery } from './claim-deliveries.service';
import { type DeliveryPace, WINDOW } from './delivery-pace';

/** After so many failures in a row a success means that a receiver is back, and not that one delivery alone fails. */
const AWAY_AFTER_FAILURES = 3;

/**
 * Both statements lock the webhook before the delivery, as claiming does, and do nothing where another process has
 * claimed the delivery meanwhile. What waits for its turn goes on at once when a receiver is back.
 */
const NOTE_SUCCESS = prepared(`
  with hook as (
    select id, failures_in_row >= ${AWAY_AFTER_FAILURES} as was_away from webhooks where id = $1::integer for no key update
  ), settled as (
    update webhook_deliveries d
    set state = 'DELIVERED', delivered_at = now(), claimed_until = null, response_status = $4::integer, error = null
    from hook where d.id = $2::bigint and d.attempts = $3::integer and d.state = 'PENDING'
    returning d.webhook_id, d.origin
  ), hastened as (
    update webhook_deliveries d set next_attempt_at = now()
    from hook, settled where d.webhook_id = hook.id and hook.was_away and settled.origin = 'STREAM'
      and d.state = 'PENDING' and d.next_attempt_at > now() and d.id <> $2::bigint
  )
  update webhooks w set due_at = now(),
    failures_in_row = case settled.origin when 'STREAM' then 0 else failures_in_row end,
    rests_until = case settled.origin when 'STREAM' then null else rests_until end,
    is_full = is_full and (
      select count(*) from webhook_deliveries d where d.webhook_id = w.id and d.state = 'PENDING'
    ) > ${WINDOW / 2}
  from settled where w.id = settled.webhook_id`);

const NOTE_FAILURE = prepared(`
  with hook as (
    select id from webhooks where id = $1::integer for no key update
  ), failed as (
    select d.id, d.origin, coalesce(d.first_failed_at, now()) as first_failed_at,
      ($6::float8[])[least(d.failures + 1, cardinality($6::float8[]))] * $7::float8 * interval '1 ms' as delay,
      $8::float8 * interval '1 ms' as patience
    from webhook_deliveries d, hook where d.id = $2::bigint and d.attempts = $3::integer and d.state = 'PENDING'
  ), settled as (
    update webhook_deliveries d set claimed_until = null, response_status = $4::integer, error = $5::text,
      failures = d.failures + 1, first_failed_at = failed.first_failed_at,
      state = case when failed.origin <> 'STREAM' or $9::boolean or now() >= failed.first_failed_at + failed.patience
        then 'FAILED' else 'PENDING' end,
      next_attempt_at = least(now() + failed.delay, failed.first_failed_at + failed.patience)
    from failed where d.id = failed.id and d.attempts = $3::integer and d.state = 'PENDING'
    returning d.webhook_id, d.origin = 'STREAM' as is_of_stream, d.origin = 'STREAM' and d.state = 'FAILED' as is_end
  )
  update webhooks w set due_at = now(),
    failures_in_row = failures_in_row + is_of_stream::integer,
    rests_until = case when is_of_stream
      then now() + least($10::float8 * (failures_in_row + 1), $11::float8) * interval '1 ms' else rests_until end,
    state = case when is_end then 'DISABLED' else w.state end,
    disabled_reason = case when is_end then coalesce(disabled_reason, $12::text) else disabled_reason end,
    disabled_at = case when is_end then coalesce(disabled_at, now()) else disabled_at end
  from settled where w.id = settled.webhook_id
  returning is_end as "isEnd"`);

/** With this status a receiver says that it will never take anything again. */
const GONE = 410;

/** Notes what came of an attempt. Answers the sentence by which the webhook was disabled, null where it was not. */
export async function settleDelivery(
  sql: SqlRunner,
  { webhookId, deliveryId, attempt }: ClaimedDelivery,
  { status, failure }: AttemptResult,
  pace: DeliveryPace,
): Promise<string | null> {
  const claim = [webhookId, deliveryId, attempt, status];
  if (failure === null) {
    await rowsOf(sql, NOTE_SUCCESS, claim);
    return null;
  }
  const isGone = status === GONE;
  const reason = isGone ? `The receiver answered ${GONE}, by which it wants no more.` : reasonOf(failure, pace);
  // A fifth at most, so that those who failed together do not come back together.
  const spread = 1 + Math.random() / 5;
  const [settled] = await rowsOf<{ isEnd: boolean }>(sql, NOTE_FAILURE, [
    ...claim,
    failure,
    pace.retryDelaysMs,
    spread,
    pace.giveUpAfterMs,
    isGone,
    pace.restMs,
    pace.restMaxMs,
    reason,
  ]);
  return settled?.isEnd ? reason : null;
}

function reasonOf(failure: string, { giveUpAfterMs }: DeliveryPace): string {
  const hours = giveUpAfterMs / 3_600_000;
  return `A delivery could not be made for ${hours} hours, however often it was tried. The last time: ${failure}`;
}

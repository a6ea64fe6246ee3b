import { prepared, rowsOf, type SqlDatabase, type SqlRunner } from '../../db/sql';
import { AT_ONCE_OF_WEBHOOK } from './delivery-pace';

/** The webhook that something is sent to. */
interface DueWebhook {
  webhookId: number;
  userId: number;
  url: string;
  secret: Buffer;
  /** While it signs as well. */
  previousSecret: Buffer | null;
}

/** A delivery that this process is to send now. */
export interface ClaimedDelivery extends DueWebhook {
  deliveryId: number;
  /** This one included: tells this claim from one that another process makes should this one take too long. */
  attempt: number;
  messageId: string;
  body: string;
}

interface Claim {
  /** What the secrets begin with that this process can open. */
  prefix: Buffer;
  leaseMs: number;
  giveUpAfterMs: number;
  /** People to whom this process sends enough already. */
  busyPeople: number[];
}

/** Statements of a transaction see what was committed before each: so what is due is read once the webhook is locked. */
const LOCK_NEXT = prepared(`
  select id as "webhookId", user_id as "userId", url, secret,
    case when previous_secret_ends_at > now() then previous_secret end as "previousSecret"
  from webhooks where due_at <= now() and substring(secret for $2::integer) = $1::bytea and user_id <> all($3::integer[])
  order by due_at limit 1 for no key update skip locked`);

/**
 * Of each lane the first that waits may be sent, once it is due: what has been due for longest goes first, so no lane that
 * fails keeps others from their turn, and before that what is to be given up if it fails once more. What is claimed is put
 * off by the lease, so a process that dies leaves nothing to clean up. The webhook is looked at again when the next lane
 * is due, or when a claim ends.
 */
const CLAIM = prepared(`
  with hook as (
    select case when failures_in_row > 0 then 1 else ${AT_ONCE_OF_WEBHOOK} end as at_once, rests_until, state from webhooks where id = $1::integer
  ), first_of_lane as materialized (
    select distinct on (lane) id, origin, next_attempt_at, claimed_until, first_failed_at from webhook_deliveries
    where webhook_id = $1::integer and state = 'PENDING' order by lane, id
  ), ready as (
    select f.id, f.next_attempt_at, claimed_until > now() as is_claimed,
      coalesce(first_failed_at + $3::float8 * interval '1 ms' <= now(), false) as is_last_attempt,
      greatest(f.next_attempt_at, f.claimed_until, case f.origin when 'STREAM' then hook.rests_until end) as due_at
    from first_of_lane f, hook where hook.state = 'ENABLED' or f.origin <> 'STREAM'
  ), chosen as (
    select id from ready where due_at <= now() order by is_last_attempt desc, next_attempt_at, id
    limit greatest(0, (select at_once from hook) - (select count(*) from ready where is_claimed))
  ), claimed as (
    update webhook_deliveries d
    set attempts = d.attempts + 1, last_attempt_at = now(), claimed_until = now() + $2::integer * interval '1 ms'
    from chosen where d.id = chosen.id
    returning d.id, d.attempts, d.message_id, d.body
  ), looked as (
    update webhooks set due_at = (
      select min(case when due_at <= now() then now() + $2::integer * interval '1 ms' else due_at end) from ready
    ) where id = $1::integer
  )
  select id as "deliveryId", attempts as attempt, message_id as "messageId", body from claimed order by id`);

/** Takes what is due of the webhook that has waited longest, which may be nothing; null where no webhook has waited. */
export async function claimDeliveries(
  database: SqlDatabase,
  { prefix, leaseMs, giveUpAfterMs, busyPeople }: Claim,
): Promise<ClaimedDelivery[] | null> {
  return database.transaction(async (sql) => {
    const [webhook] = await rowsOf<DueWebhook & Row>(sql, LOCK_NEXT, [prefix, prefix.length, busyPeople]);
    if (!webhook) return null;
    const claimed = await rowsOf<Omit<ClaimedDelivery, keyof DueWebhook> & Row>(sql, CLAIM, [
      webhook.webhookId,
      leaseMs,
      giveUpAfterMs,
    ]);
    return claimed.map((delivery) => ({ ...webhook, ...delivery }));
  });
}

type Row = Record<string, unknown>;

const RELEASE = prepared(`
  with hook as (
    select id from webhooks where id = $1::integer for no key update
  ), released as (
    update webhook_deliveries d set claimed_until = null, attempts = attempts - 1
    from hook where d.id = $2::bigint and d.attempts = $3::integer and d.state = 'PENDING' returning d.webhook_id
  )
  update webhooks w set due_at = now() from released where w.id = released.webhook_id`);

/** Gives back what was not sent to its end, for whichever process comes next. */
export async function releaseDelivery(sql: SqlRunner, claimed: ClaimedDelivery): Promise<void> {
  await rowsOf(sql, RELEASE, [claimed.webhookId, claimed.deliveryId, claimed.attempt]);
}

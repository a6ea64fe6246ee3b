import type { Position } from '../../changes/position';
import { CursorExpiredError, isAtHead, readStretch, type StoredChange } from '../../changes/read-stretch.query';
import { prepared, rowsOf, type SqlDatabase, type SqlRunner } from '../../db/sql';
import { changeBody } from '../sending/message-body';
import { WINDOW } from './delivery-pace';

/** So many changes are queued in a transaction, for so many webhooks that have come equally far: most have come to the end. */
const CHANGES_AT_ONCE = 100;
const WEBHOOKS_AT_ONCE = 100;

interface Follower {
  webhookId: number;
  transactionId: number;
  rowId: number;
}

/** Those that stand where the one stands that is furthest behind, of those that nobody else works on. */
const LOCK_FURTHEST_BEHIND = prepared(`
  with furthest as (
    select position_transaction_id, position_row_id from webhooks where state = 'ENABLED' and not is_full
    order by position_transaction_id, position_row_id limit 1 for no key update skip locked
  )
  select w.id as "webhookId", position_transaction_id as "transactionId", position_row_id as "rowId"
  from webhooks w join furthest using (position_transaction_id, position_row_id)
  where w.state = 'ENABLED' and not w.is_full
  limit ${WEBHOOKS_AT_ONCE} for no key update of w skip locked`);

const QUEUE = prepared(`
  with queued as (
    insert into webhook_deliveries (webhook_id, message_id, origin, change_id, kind, subject_type, subject_id, lane, body)
    select w.id, gen_random_uuid(), 'STREAM', c.row_id, c.kind, c.subject_type, c.subject_id, c.subject_type || ':' || c.subject_id, c.body
    from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[]) with ordinality
      as c (row_id, kind, subject_type, subject_id, body, place)
    join webhooks w on w.id = any($1::integer[]) and (w.kinds = '{}' or c.kind = any(w.kinds))
    order by w.id, c.place
    returning webhook_id
  ), counts as (
    select webhook_id, count(*) as count from queued group by webhook_id
  )
  update webhooks w set position_transaction_id = $7::bigint, position_row_id = $8::bigint,
    due_at = case when counts.count > 0 then now() else w.due_at end,
    is_full = coalesce(counts.count, 0) > 0 and counts.count + (
      select count(*) from webhook_deliveries d where d.webhook_id = w.id and d.state = 'PENDING'
    ) >= ${WINDOW}
  from unnest($1::integer[]) as f (webhook_id) left join counts using (webhook_id)
  where w.id = f.webhook_id`);

const EXPIRE = prepared(`
  update webhooks set state = 'DISABLED', disabled_at = now(), disabled_reason = $2::text,
    position_transaction_id = null, position_row_id = null
  where id = any($1::integer[])`);

const EXPIRED =
  'It was so far behind that changes which it had not got are no longer kept. Enabled again, it is told of what happens from then on.';

/** What came of a look at the stream: whether anything was queued, and up to where all is. */
export interface QueueResult {
  hasMoved: boolean;
  until: Position | null;
}

/**
 * Queues the next changes for the webhooks that are furthest behind, and moves them on, in one transaction: so each change is
 * queued once. Where those have come to the end of the stream, all have.
 */
export async function queueChanges(database: SqlDatabase): Promise<QueueResult> {
  return database.transaction(async (sql) => {
    const followers = await rowsOf<Follower & Record<string, unknown>>(sql, LOCK_FURTHEST_BEHIND);
    const [first] = followers;
    if (!first) return { hasMoved: false, until: null };
    const { transactionId, rowId } = first;
    const webhookIds = followers.map(({ webhookId }) => webhookId);
    const stretch = await readOn(sql, { transactionId, rowId });
    if (!stretch) {
      await rowsOf(sql, EXPIRE, [webhookIds, EXPIRED]);
      return { hasMoved: true, until: null };
    }
    const { changes, until } = stretch;
    if (changes.length === 0 && isAtHead(stretch)) return { hasMoved: false, until };
    await rowsOf(sql, QUEUE, [webhookIds, ...columnsOf(changes), until.transactionId, until.rowId]);
    return { hasMoved: true, until };
  });
}

/** Null where the stream no longer reaches back so far. */
async function readOn(sql: SqlRunner, position: Position) {
  try {
    return await readStretch(sql, position, CHANGES_AT_ONCE);
  } catch (error) {
    if (error instanceof CursorExpiredError) return null;
    throw error;
  }
}

function columnsOf(changes: readonly StoredChange[]): unknown[][] {
  return [
    changes.map(({ position }) => position.rowId),
    changes.map(({ kind }) => kind),
    changes.map(({ subjectType }) => subjectType),
    changes.map(({ subjectKey }) => subjectKey),
    changes.map(changeBody),
  ];
}

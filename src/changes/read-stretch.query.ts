import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { HORIZONS } from './horizon';
import { isAfter, type Position } from './position';
import type { ChangeKind } from './record-change';

/** A change as it is kept. */
export interface StoredChange {
  readonly position: Position;
  readonly kind: ChangeKind;
  readonly occurredAt: Date;
  readonly actorId: number | null;
  /** Type and key of the node that it is about. */
  readonly subjectType: string;
  readonly subjectKey: string;
  readonly paperId: number | null;
  readonly editionDate: string | null;
  /** The key of the node that the subject became part of. */
  readonly mergedInto: string | null;
}

/** A part of the stream without a gap. */
export interface Stretch {
  readonly changes: readonly StoredChange[];
  /** Where it ends: that of its last change, else where it begins. */
  readonly until: Position;
  /** Where the newest change that could be read stood. */
  readonly head: Position;
  /** Where the newest of all stood that were committed. */
  readonly newest: Position;
}

/** Whether nothing more was there when it was read. */
export function isAtHead({ until, head }: Stretch): boolean {
  return !isAfter(head, until);
}

/** What came after a place of the stream is not kept any more, or the place is of a state of the database that is no more. */
export class CursorExpiredError extends Error {}

/** A reader who finds the stream held up by a transaction of which nothing is known reads again, no more often than this. */
const READ_AGAIN_AT_MOST = 3;

interface Row {
  [column: string]: unknown;
  isUncertain: boolean;
  expiredTransactionId: number;
  expiredId: number;
  /** Of those that can be read. */
  headTransactionId: number | null;
  headId: number | null;
  /** Of all. */
  newestTransactionId: number | null;
  newestId: number | null;
  transactionId: number | null;
  rowId: number;
}

/**
 * Only transactions below the oldest running one are read: whatever of them is there was committed, and nothing can come
 * in between any more. All in one statement, as the rows and the horizon must be of one snapshot.
 */
const STRETCH = prepared(`
  select s."isUncertain", s.expired_transaction_id as "expiredTransactionId", s.expired_id as "expiredId",
    head.transaction_id as "headTransactionId", head.id as "headId",
    newest.transaction_id as "newestTransactionId", newest.id as "newestId", c.*
  from (
    select change_stream.*, horizons.horizon + transaction_offset as horizon, "isUncertain"
    from change_stream, ${HORIZONS} horizons
  ) s
  left join lateral (
    select transaction_id, id from changes where transaction_id < s.horizon order by transaction_id desc, id desc limit 1
  ) head on true
  left join lateral (
    select transaction_id, id from changes order by transaction_id desc, id desc limit 1
  ) newest on true
  left join lateral (
    select transaction_id as "transactionId", id as "rowId", kind, occurred_at as "occurredAt", actor_id as "actorId",
      subject_type as "subjectType", subject_id as "subjectKey", paper_id as "paperId", edition_date as "editionDate",
      merged_into as "mergedInto"
    from changes
    where (transaction_id, id)
        > (coalesce($1::bigint, s.expired_transaction_id), coalesce($2::bigint, s.expired_id))
      and transaction_id < s.horizon
    order by transaction_id, id limit $3::integer
  ) c on true
  order by c."transactionId", c."rowId"`);

/** Reads what comes after a place, at most so many changes; from the oldest one that is kept where no place is given. */
export async function readStretch(sql: SqlRunner, after: Position | null, size: number): Promise<Stretch> {
  const rows = await readRows(sql, after, size);
  const { expired, head, newest } = boundsOf(rows);
  const from = after ?? expired;
  requireKept(from, expired, newest);
  const changes = rows.filter((row) => row.transactionId !== null).map(changeFromRow);
  return { changes, until: changes.at(-1)?.position ?? from, head, newest };
}

/** The place after which nothing is there yet. */
export async function readHead(sql: SqlRunner): Promise<Position> {
  const { head } = boundsOf(await readRows(sql, null, 0));
  return head;
}

async function readRows(sql: SqlRunner, after: Position | null, size: number): Promise<Row[]> {
  const values = [after?.transactionId ?? null, after?.rowId ?? null, size];
  let rows = await rowsOf<Row>(sql, STRETCH, values);
  for (let again = 0; again < READ_AGAIN_AT_MOST && rows[0]?.isUncertain; again++) {
    rows = await rowsOf<Row>(sql, STRETCH, values);
  }
  return rows;
}

function boundsOf([row]: Row[]): { expired: Position; head: Position; newest: Position } {
  if (!row) throw new Error('The row of change_stream is missing.');
  const expired = { transactionId: row.expiredTransactionId, rowId: row.expiredId };
  return {
    expired,
    head: placeOf(row.headTransactionId, row.headId) ?? expired,
    newest: placeOf(row.newestTransactionId, row.newestId) ?? expired,
  };
}

function placeOf(transactionId: number | null, rowId: number | null): Position | null {
  return transactionId === null || rowId === null ? null : { transactionId, rowId };
}

/** The newest of all counts, as the horizon may step back for a moment, for a transaction of which nothing is known. */
function requireKept(from: Position, expired: Position, newest: Position): void {
  if (isAfter(expired, from)) throw new CursorExpiredError('What came after it is not kept any more.');
  if (isAfter(from, newest)) throw new CursorExpiredError('The database was set back to a time before it.');
}

function changeFromRow(row: Row): StoredChange {
  const { transactionId, rowId, kind, occurredAt, actorId, subjectType, subjectKey, paperId, editionDate, mergedInto } =
    row as Row & StoredChange;
  const position = { transactionId: transactionId as number, rowId };
  return { position, kind, occurredAt, actorId, subjectType, subjectKey, paperId, editionDate, mergedInto };
}

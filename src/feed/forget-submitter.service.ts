import { recordChanges } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { closeEmptyEditions } from './edition-rows.service';

const DROP_PENDING = prepared(`
  delete from submissions where submitted_by = $1::integer and state = 'PENDING'
  returning id, edition_date as "editionDate"`);
const FORGET_NOTES = prepared(
  'update submissions set note = null where submitted_by = $1::integer and note is not null',
);

/** Leaves of a person's submissions what is on editions, without their words; what is still being fetched goes. */
export async function forgetSubmitter(sql: SqlRunner, userId: number): Promise<void> {
  const dropped = await rowsOf<{ id: number; editionDate: string }>(sql, DROP_PENDING, [userId]);
  await rowsOf(sql, FORGET_NOTES, [userId]);
  if (dropped.length === 0) return;
  const dates = dropped.map(({ editionDate }) => editionDate);
  await closeEmptyEditions(sql, dates);
  await recordChanges(
    sql,
    dropped.map(({ id, editionDate }) => ({
      kind: 'SUBMISSION_WITHDRAWN',
      subject: ['Submission', id],
      editionDate,
    })),
  );
}

import { recordChanges } from '../changes/record-change';
import { retryConflicts } from '../db/retry';
import { instancesOf, prepared, rowsOf, SqlDatabase, SqlRunner } from '../db/sql';
import { requestError } from '../graphql/errors';
import { DomainError, invalidValue, UserErrorCode } from '../graphql/user-error';
import { countCharacters } from '../lib/count-characters';
import { uncreditSubmitter } from './credit-submitter.service';
import { closeEmptyEditions } from './edition-rows.service';
import { settlePlace } from './place-of-paper.service';
import { Submission, SubmissionState } from './submission.entity';
import { SUBMISSION_COLUMNS } from './submission.loaders';

const MAX_REASON_LENGTH = 1000;

const LOCK = prepared(`select ${SUBMISSION_COLUMNS} from submissions listed where listed.id = $1::integer for update`);
const DELETE = prepared('delete from submissions where id = $1::integer');
const REJECT = prepared(`update submissions set state = 'REJECTED', rejection = $2::text where id = $1::integer`);
const END_FETCH = prepared('delete from submission_fetches where submission_id = $1::integer');

/** Makes whoever else decides on a submission wait; null where there is none. */
export async function lockSubmission(sql: SqlRunner, id: number): Promise<Submission | null> {
  const [submission = null] = await instancesOf(Submission, sql, LOCK, [id]);
  return submission;
}

/** Takes a person's own submission back, as if it had never been; answers it as it was, null where there is none. */
export async function withdrawSubmission(
  database: SqlDatabase,
  id: number,
  { userId, day }: { userId: number; day: string },
): Promise<Submission | null> {
  return decide(database, id, async (sql, submission) => {
    requireOwn(submission, userId);
    requireWithdrawable(submission, day);
    await rowsOf(sql, DELETE, [id]);
    await takeOff(sql, submission);
    await closeEmptyEditions(sql, [submission.editionDate]);
    await recordChanges(sql, [{ ...factOf(submission), kind: 'SUBMISSION_WITHDRAWN', actorId: userId }]);
    await uncreditSubmitter(sql, userId);
  });
}

/** Takes a submission off its edition for a reason; answers it as it was, null where there is none. */
export async function removeSubmission(
  database: SqlDatabase,
  id: number,
  { userId, reason }: { userId: number; reason: string },
): Promise<Submission | null> {
  const sound = soundReason(reason);
  return decide(database, id, async (sql, submission) => {
    if (submission.state === SubmissionState.REJECTED) {
      throw tooLate(`This submission was rejected before: ${submission.rejection ?? 'no reason is known.'}`);
    }
    await rejectSubmission(sql, submission, sound, userId);
  });
}

/** Rejects a submission that the caller has locked. No actor where it is not a person's doing. */
export async function rejectSubmission(
  sql: SqlRunner,
  submission: Submission,
  reason: string,
  actorId?: number,
): Promise<void> {
  await rowsOf(sql, REJECT, [submission.rowId, reason]);
  await rowsOf(sql, END_FETCH, [submission.rowId]);
  await takeOff(sql, submission);
  const fact = { ...factOf(submission), kind: 'SUBMISSION_REJECTED' as const };
  await recordChanges(sql, [actorId === undefined ? fact : { ...fact, actorId }]);
}

function decide(
  database: SqlDatabase,
  id: number,
  work: (sql: SqlRunner, submission: Submission) => Promise<void>,
): Promise<Submission | null> {
  return retryConflicts(() =>
    database.transaction(async (sql) => {
      const submission = await lockSubmission(sql, id);
      if (submission) await work(sql, submission);
      return submission;
    }),
  );
}

async function takeOff(sql: SqlRunner, { state, paperId, editionDate }: Submission): Promise<void> {
  if (state === SubmissionState.LISTED && paperId !== null) await settlePlace(sql, { paperId, editionDate }, -1);
}

function factOf({ rowId, paperId, editionDate }: Submission) {
  const subject: [string, number] = ['Submission', rowId];
  return { subject, editionDate, ...(paperId !== null && { paperId }) };
}

function requireOwn({ submittedById }: Submission, userId: number): void {
  if (submittedById === userId) return;
  throw requestError('FORBIDDEN', 'A submission is withdrawn by its submitter alone.');
}

function requireWithdrawable({ state, rejection, editionDate }: Submission, day: string): void {
  if (state === SubmissionState.REJECTED) throw tooLate(`This submission was rejected: ${rejection ?? ''}`);
  if (editionDate === day) return;
  throw tooLate(`The edition of ${editionDate} is over; a submission can be withdrawn on its own day.`);
}

function tooLate(message: string): DomainError {
  return new DomainError(UserErrorCode.TOO_LATE, message, ['input', 'submissionId']);
}

function soundReason(text: string): string {
  const reason = text.trim();
  const length = countCharacters(reason);
  if (length >= 1 && length <= MAX_REASON_LENGTH) return reason;
  throw invalidValue(
    'reason',
    `The reason has ${length} characters; it takes 1 to ${MAX_REASON_LENGTH}, not counting white space at its ends.`,
  );
}

import type { PoolClient } from 'pg';
import { recordChanges } from '../changes/record-change';
import type { Database } from '../db/database';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf } from '../db/sql';
import { openEdition } from '../feed/edition-rows.service';
import { settlePlace } from '../feed/place-of-paper.service';
import { ageFault } from '../feed/publication-age';
import { type Submission, SubmissionState } from '../feed/submission.entity';
import { lockSubmission, rejectSubmission } from '../feed/take-off.service';
import { importInto } from '../ingestion/import-batch';
import type { PaperRecord } from '../ingestion/record';
import { titleKey } from '../lib/title-key';
import type { FetchedPaper } from './metadata-source';

/**
 * Ends a pending submission with what was fetched: its paper is imported and listed on the edition of its day, or it
 * is rejected. One that was withdrawn or decided meanwhile stays as it is.
 */
export async function decideSubmission(
  database: Database,
  submissionId: number,
  fetched: FetchedPaper,
  maxAgeDays: number | null,
): Promise<void> {
  await retryConflicts(() =>
    database.transaction(async (sql) => {
      const submission = await lockSubmission(sql, submissionId);
      if (submission?.state !== SubmissionState.PENDING) return;
      const fault = 'refused' in fetched ? fetched.refused : await list(sql, submission, fetched.record, maxAgeDays);
      if (fault !== null) await rejectSubmission(sql, submission, fault);
    }),
  );
}

interface FoundPaper {
  id: number;
  /** Of what has the paper; null where nothing has. */
  date: string | null;
  state: SubmissionState | null;
}

/** Imports a paper and puts it on the edition; answers why not where that cannot be. */
async function list(
  sql: PoolClient,
  submission: Submission,
  record: PaperRecord,
  maxAgeDays: number | null,
): Promise<string | null> {
  const tooOld = ageFault(record.publishedOn ?? null, submission.editionDate, maxAgeDays);
  if (tooOld !== null) return tooOld;

  const { refusals } = await importInto(sql, [{ where: 'the answer', record, titleKey: titleKey(record.title) }]);
  const [refusal] = refusals;
  if (refusal) return refusal.reason;

  const [paper] = await rowsOf<FoundPaper & Record<string, unknown>>(sql, FIND_PAPER, [record.arxivId]);
  if (!paper) throw new Error(`The paper ${record.arxivId} was imported, and is not there.`);
  if (paper.state === SubmissionState.REJECTED) return `A moderator took the paper off the edition of ${paper.date}.`;
  if (paper.state !== null) return `The paper is on the edition of ${paper.date} already.`;
  await putOnEdition(sql, submission, paper.id);
  return null;
}

async function putOnEdition(sql: PoolClient, submission: Submission, paperId: number): Promise<void> {
  const { rowId, editionDate, submittedById } = submission;
  await openEdition(sql, editionDate);
  await rowsOf(sql, LIST, [rowId, paperId]);
  await rowsOf(sql, END_FETCH, [rowId]);
  await settlePlace(sql, { paperId, editionDate }, 1);
  const actor = submittedById === null ? {} : { actorId: submittedById };
  await recordChanges(sql, [{ ...actor, kind: 'PAPER_LISTED', subject: ['Paper', paperId], paperId, editionDate }]);
}

/** A paper that is listed may have been taken off before: the states come in the order of their names. */
const FIND_PAPER = prepared(`
  select p.id, s.edition_date as date, s.state
  from papers p left join submissions s on s.paper_id = p.id
  where p.arxiv_id = $1::text order by s.state limit 1`);

const LIST = prepared(`update submissions set state = 'LISTED', paper_id = $2::integer where id = $1::integer`);
const END_FETCH = prepared('delete from submission_fetches where submission_id = $1::integer');

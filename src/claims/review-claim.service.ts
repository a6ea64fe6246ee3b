import { recordChanges } from '../changes/record-change';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf, SqlDatabase, SqlRunner } from '../db/sql';
import { isUniqueViolation } from '../db/unique-violation';
import { quoted, requestError } from '../graphql/errors';
import { DomainError, invalidValue, UserErrorCode } from '../graphql/user-error';
import { countCharacters } from '../lib/count-characters';
import { ClaimState } from './authorship-claim.entity';

const MAX_REASON_LENGTH = 1000;

export interface Review {
  claimId: number;
  decision: 'VERIFY' | 'REJECT';
  reason?: string | null | undefined;
}

interface Reviewed {
  userId: number;
  paperId: number;
  state: ClaimState;
  /** Where the paper names the author now; null where it no longer does. */
  position: number | null;
}

const LOCK_CLAIM = prepared(`
  select c.user_id as "userId", c.paper_id as "paperId", c.state, a.position from authorship_claims c
  left join authorships a on a.paper_id = c.paper_id and a.author_id = c.author_id
  where c.id = $1::integer for update of c`);

const VERIFY = prepared(`
  update authorship_claims set state = 'VERIFIED', verified_at = now(), verified_by = $2::integer, verified_reason = $3::text
  where id = $1::integer`);

const REJECT = prepared(`
  update authorship_claims set state = 'REJECTED', rejected_at = now(), rejected_by = $2::integer, rejected_reason = $3::text
  where id = $1::integer`);

/**
 * Verifies or rejects a claim; answers whether there is such a claim. What was decided so before stays as it is. Claims
 * of others on the same authorship stay pending: the one who is verified may turn out to be an impostor.
 */
export async function reviewClaim(database: SqlDatabase, review: Review, reviewerId: number): Promise<boolean> {
  const reason = soundReason(review);
  return retryConflicts(() =>
    database.transaction(async (sql) => {
      const [claim] = await rowsOf<Reviewed & { [column: string]: unknown }>(sql, LOCK_CLAIM, [review.claimId]);
      if (!claim) return false;
      if (claim.userId === reviewerId) throw requestError('FORBIDDEN', 'Nobody can review a claim of their own.');
      const decide = review.decision === 'VERIFY' ? verify : reject;
      await decide(sql, claim, [review.claimId, reviewerId, reason]);
      return true;
    }),
  );
}

type Decision = [claimId: number, reviewerId: number, reason: string | null];

async function verify(sql: SqlRunner, claim: Reviewed, decision: Decision): Promise<void> {
  if (claim.state === ClaimState.VERIFIED) return;
  if (claim.state === ClaimState.REJECTED) {
    const message = 'This claim was rejected, which stays so; the person may claim the authorship again.';
    throw new DomainError(UserErrorCode.CLAIM_REJECTED, message, ['input', 'claimId']);
  }
  await rowsOf(sql, VERIFY, decision).catch((error: unknown) => {
    throw isUniqueViolation(error) ? authorshipTaken() : error;
  });
  await record(sql, 'AUTHORSHIP_VERIFIED', claim);
}

async function reject(sql: SqlRunner, claim: Reviewed, decision: Decision): Promise<void> {
  if (claim.state === ClaimState.REJECTED) return;
  await rowsOf(sql, REJECT, decision);
  if (claim.state === ClaimState.VERIFIED) await record(sql, 'AUTHORSHIP_VERIFICATION_REMOVED', claim);
}

/** The stream is public: it tells what everybody sees, neither claims that wait nor who reviewed them. */
async function record(
  sql: SqlRunner,
  kind: 'AUTHORSHIP_VERIFIED' | 'AUTHORSHIP_VERIFICATION_REMOVED',
  { paperId, position }: Reviewed,
): Promise<void> {
  if (position === null) return;
  await recordChanges(sql, [{ kind, subject: ['Authorship', `${paperId}.${position}`], paperId }]);
}

function soundReason({ decision, reason: text }: Review): string | null {
  const reason = text?.trim() ?? '';
  const length = countCharacters(reason);
  if (length === 0 && decision === 'VERIFY') return null;
  if (length >= 1 && length <= MAX_REASON_LENGTH) return reason;
  const message =
    length === 0
      ? `${quoted(text ?? null)} is no reason; a rejection takes one of 1 to ${MAX_REASON_LENGTH} characters.`
      : `The reason has ${length} characters; it takes at most ${MAX_REASON_LENGTH}.`;
  throw invalidValue('reason', message);
}

function authorshipTaken(): DomainError {
  const message = 'Somebody else is verified as this author of the paper already; reject that claim first.';
  return new DomainError(UserErrorCode.AUTHORSHIP_TAKEN, message, ['input', 'claimId']);
}

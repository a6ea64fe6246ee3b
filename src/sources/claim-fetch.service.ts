import type { Pool } from 'pg';
import { prepared, rowsOf } from '../db/sql';
import type { MetadataSource } from './metadata-source';
import type { RetryDelays } from './retry-delays';

export interface ClaimedFetch {
  submissionId: number;
  arxivId: string;
  /** This one included. */
  attempts: number;
}

/**
 * Takes the turn of the source and the fetch that waits longest, both or neither. The turn is taken for as long as a
 * request may last, so that there is one at a time; the fetch is put off at once, so that a process that dies leaves
 * one that is made again.
 */
const CLAIM = prepared(`
  with due as (
    select submission_id from submission_fetches where next_attempt_at <= now()
    order by next_attempt_at limit 1 for update skip locked
  ), turn as (
    update source_turns set next_at = now() + $2::integer * interval '1 ms'
    where source = $1::text and next_at <= now() and exists (select from due)
    returning source
  ), claimed as (
    update submission_fetches f set
      attempts = f.attempts + 1,
      next_attempt_at = now() + least($3::float8 * 2 ^ least(f.attempts, 30), $4::float8) * interval '1 ms'
    from due, turn where f.submission_id = due.submission_id
    returning f.submission_id, f.attempts
  )
  select claimed.submission_id as "submissionId", s.arxiv_id as "arxivId", claimed.attempts
  from claimed join submissions s on s.id = claimed.submission_id`);

/** The next fetch that this process is to make; null where none is due, or another process has the turn. */
export async function claimFetch(
  pool: Pool,
  { name, timeoutMs, requestEveryMs }: MetadataSource,
  { firstMs, longestMs }: RetryDelays,
): Promise<ClaimedFetch | null> {
  const leaseMs = timeoutMs + requestEveryMs;
  // A fetch that is still under way must not be due again.
  const values = [name, leaseMs, Math.max(firstMs, leaseMs), Math.max(longestMs, leaseMs)];
  const [claimed] = await rowsOf<ClaimedFetch & Record<string, unknown>>(pool, CLAIM, values);
  return claimed ?? null;
}

const PASS_ON = prepared(`
  update source_turns set next_at = clock_timestamp() + $2::integer * interval '1 ms' where source = $1::text`);

/** Gives the turn on, once the source has answered and rested. */
export async function passTurn(pool: Pool, { name, requestEveryMs }: MetadataSource): Promise<void> {
  await rowsOf(pool, PASS_ON, [name, requestEveryMs]);
}

const NOTE_FAILURE = prepared('update submission_fetches set last_error = $2::text where submission_id = $1::integer');

export async function noteFailure(pool: Pool, submissionId: number, reason: string): Promise<void> {
  await rowsOf(pool, NOTE_FAILURE, [submissionId, reason]);
}

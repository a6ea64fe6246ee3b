import type { FastifyBaseLogger } from 'fastify';
import { rest } from '../lib/rest';
import type { Database } from '../db/database';
import { type ClaimedFetch, claimFetch, noteFailure, passTurn } from './claim-fetch.service';
import { decideSubmission } from './decide-submission.service';
import type { FetchedPaper, MetadataSource } from './metadata-source';
import { RETRY_DELAYS, type RetryDelays } from './retry-delays';

/** How often a process that has nothing to fetch looks again. */
const LOOK_EVERY_MS = 1_000;

export interface FetchingOptions {
  maxAgeDays: number | null;
  log: FastifyBaseLogger;
  delays?: RetryDelays;
  lookEveryMs?: number;
}

/** Fetches what pending submissions wait for, one after the other, until the function that it answers is called. */
export function startFetching(
  database: Database,
  source: MetadataSource,
  options: FetchingOptions,
): () => Promise<void> {
  const { log, lookEveryMs = LOOK_EVERY_MS } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  async function fetchUntilStopped(): Promise<void> {
    let isFailing = false;
    const onFailure = (err: unknown) => {
      if (!isFailing) log.warn({ err }, 'submissions cannot be read; it is tried again until they can');
      isFailing = true;
      return null;
    };
    while (!signal.aborted) {
      const isBusy = await fetchNext(database, source, options, signal).catch(onFailure);
      if (isFailing && isBusy !== null) log.info('submissions can be read again');
      if (isBusy !== null) isFailing = false;
      if (!isBusy) await rest(lookEveryMs, signal);
    }
  }

  const fetching = fetchUntilStopped();
  return async () => {
    stopping.abort();
    await fetching;
  };
}

/** Answers whether there was something to fetch. Whatever goes wrong is tried again later, as the claim has it. */
async function fetchNext(
  database: Database,
  source: MetadataSource,
  { maxAgeDays, log, delays = RETRY_DELAYS }: FetchingOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const claimed = await claimFetch(database.pool, source, delays);
  if (!claimed) return false;
  const { submissionId, arxivId, attempts } = claimed;
  try {
    const fetched = await fetchInTurn(database, source, arxivId, signal);
    await decideSubmission(database, submissionId, fetched, maxAgeDays);
  } catch (err) {
    if (signal.aborted) return false;
    log.warn({ err, arxivId, attempts }, 'a paper could not be fetched');
    await noteFailure(database.pool, submissionId, (err as Error).message);
    if (attempts >= delays.attemptsMax) await giveUp(database, claimed);
  }
  return true;
}

/** Passes the turn on as soon as the source has answered, however it did. */
async function fetchInTurn(
  database: Database,
  source: MetadataSource,
  arxivId: string,
  signal: AbortSignal,
): Promise<FetchedPaper> {
  try {
    return await source.fetchPaper(arxivId, signal);
  } finally {
    await passTurn(database.pool, source);
  }
}

async function giveUp(database: Database, { submissionId, attempts }: ClaimedFetch): Promise<void> {
  const refused = `arXiv was asked ${attempts} times and did not answer as it should; submit the paper again another day.`;
  await decideSubmission(database, submissionId, { refused }, null);
}

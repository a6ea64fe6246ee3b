import { pino } from 'pino';
import type { Database } from '../../src/db/database';
import { arxivSource } from '../../src/sources/arxiv-source';
import { startFetching } from '../../src/sources/fetch-submissions';

/** As in production, but for how long everything takes. */
export const DELAYS = { firstMs: 1, longestMs: 1, attemptsMax: 1_000 };
export const TIMEOUT_MS = 300;

export function fetchFrom(
  database: Database,
  url: string,
  { requestEveryMs = 1, timeoutMs = TIMEOUT_MS, attemptsMax = DELAYS.attemptsMax } = {},
): () => Promise<void> {
  return startFetching(database, arxivSource(url, { requestEveryMs, timeoutMs }), {
    maxAgeDays: 14,
    log: pino({ level: 'silent' }),
    delays: { ...DELAYS, attemptsMax },
    lookEveryMs: 2,
  });
}

import { pino } from 'pino';
import type { Database } from '../../src/db/database';
import { pollUntil } from '../../src/lib/poll-until';
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

/** Asks until something is so, for as long as a test may take. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  const found = await pollUntil(async () => (await ask()) || undefined, { withinMs: 25_000, everyMs: 5 });
  if (found === undefined) throw new Error(`It never came to pass: ${what}.`);
  return found;
}

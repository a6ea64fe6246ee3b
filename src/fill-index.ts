import type { FastifyBaseLogger } from 'fastify';
import { rest } from './lib/rest';
import { fillNameParts } from './authors/fill-name-parts.service';
import type { Database } from './db/database';
import { indexMissingPapers } from './indexing/index-missing';

/** A database that is away is mostly back by then. */
const TRY_AGAIN_AFTER_MS = 10_000;

interface FillOptions {
  /** Told how many papers were written so far, of how many. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface FilledIndex {
  papers: number;
  authors: number;
}

/**
 * Writes what search lacks: papers and names from before it, or from before its rules were changed. Imports see to their own.
 * It may be interrupted and repeated, beside requests and imports. Answers how much was missing.
 */
export async function fillIndex(database: Database, options: FillOptions = {}): Promise<FilledIndex> {
  const authors = await fillNameParts(database.pool, options.signal);
  const papers = await indexMissingPapers(database, options);
  return { papers, authors };
}

/** Fills the index beside the requests, until that is done or the function that it answers is called; search finds what is in it. */
export function startFilling(
  database: Database,
  { log, onProgress }: { log: FastifyBaseLogger; onProgress: NonNullable<FillOptions['onProgress']> },
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function fillUntilDone(): Promise<void> {
    while (!signal.aborted) {
      try {
        const filled = await fillIndex(database, { signal, onProgress });
        if (filled.papers + filled.authors > 0) log.info(filled, 'filled the search index');
        return;
      } catch (err) {
        log.warn({ err }, 'the search index cannot be filled now; it is tried again in ten seconds');
        await rest(TRY_AGAIN_AFTER_MS, signal);
      }
    }
  }

  const filling = fillUntilDone();
  return async () => {
    stopping.abort();
    await filling;
  };
}

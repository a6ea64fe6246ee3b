import type { Pool } from 'pg';
import { Counter, Gauge, type Registry } from 'prom-client';
import { streamLag } from '../changes/stream-lag.query';
import { within } from '../lib/within';
import { storedFigures, type StoredFigures } from './stored-figures.query';

/** Whoever reads the metrics waits for the database no longer than this. */
const PATIENCE_MS = 1_000;

/**
 * Figures of the whole database. Imports run in processes of their own, which nobody asks for metrics, so what they wrote
 * is kept in the database and read there. Answers how to read it; a database that does not answer leaves the figures as they were.
 */
export function addDatabaseMetrics(registry: Registry, poolNow: () => Pool | null): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const up = gauge('daily_papers_database_up', 'Whether the database answered within a second when this was read.');
  const papers = gauge('daily_papers_papers', 'Papers in the database.');
  const authors = gauge('daily_papers_authors', 'Authors in the database.');
  const records = counter(
    'daily_papers_imported_records_total',
    'Records that imports into the database got through, by what came of them. All processes show the same.',
    ['outcome'],
  );
  const imports = counter(
    'daily_papers_imports_total',
    'Imports into the database that came to their end. All processes show the same.',
  );
  const lastWrite = gauge(
    'daily_papers_import_last_write_timestamp_seconds',
    'When an import last wrote a batch, in Unix time; 0 for never.',
  );
  const lastFinish = gauge(
    'daily_papers_import_last_finish_timestamp_seconds',
    'When an import last came to its end, in Unix time; 0 for never.',
  );
  const webhookLag = gauge(
    'daily_papers_webhook_lag_seconds',
    'For how long the webhook that waits longest has had something to be sent to it; grows where nobody delivers. All processes show the same.',
  );

  const lag = gauge(
    'daily_papers_change_stream_lag_seconds',
    'For how long the first change waits that was committed and that nobody can read yet, because a transaction before it still runs; 0 for none.',
  );

  const show = (figures: StoredFigures) => {
    papers.set(figures.papers);
    authors.set(figures.authors);
    records.reset();
    for (const outcome of ['added', 'changed', 'unchanged', 'refused'] as const) {
      records.inc({ outcome }, figures[outcome]);
    }
    imports.reset();
    imports.inc(figures.imports);
    lastWrite.set(secondsOf(figures.lastWrittenAt));
    lastFinish.set(secondsOf(figures.lastFinishedAt));
    webhookLag.set(figures.webhookLagSeconds);
  };

  const read = async (): Promise<boolean> => {
    const pool = poolNow();
    if (!pool) return false;
    return Promise.all([storedFigures(pool), streamLag(pool)]).then(
      ([figures, lagSeconds]) => {
        show(figures);
        lag.set(lagSeconds);
        return true;
      },
      () => false,
    );
  };
  let reading: Promise<boolean> | null = null;
  return async () => {
    // One at a time: a database that hangs gets no second statement.
    reading ??= read().finally(() => (reading = null));
    up.set((await within(PATIENCE_MS, reading, () => false)) ? 1 : 0);
  };
}

function secondsOf(time: Date | null): number {
  return time ? time.getTime() / 1000 : 0;
}

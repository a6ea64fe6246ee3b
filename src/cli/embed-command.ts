import { type Command, InvalidArgumentError } from 'commander';
import { ConfigError, readConfig } from '../config';
import type { Database } from '../db/database';
import {
  countOtherVectors,
  dropOtherVectors,
  embedPapers,
  type EmbedPapersReport,
} from '../embeddings/embed-papers.service';
import { httpEmbedder } from '../embeddings/http-embedder';
import { type Embedder, EMBEDDER_MAX_TEXTS, EmbedderError } from '../lib/embedder';
import { countPapers } from '../papers/papers.query';
import { showProgress } from './progress';
import { print, withDatabase } from './with-database';

interface EmbedOptions {
  batch: number;
  dropOthers?: boolean;
  json?: boolean;
}

interface EmbedReport extends EmbedPapersReport {
  model: string;
  otherModels: { model: string; vectors: number }[];
  /** Whether those of the other models are gone now. */
  dropped: boolean;
}

export function addEmbedCommand(program: Command): void {
  program
    .command('embed')
    .description(
      'make vectors of papers for search by meaning, by the endpoint at EMBEDDINGS_URL; may be ended and begun again',
    )
    .option('--batch <number>', `how many papers to send at once, 1 to ${EMBEDDER_MAX_TEXTS}`, batchSizeOf, 64)
    .option('--drop-others', 'once every paper has a vector of EMBEDDINGS_MODEL, remove those of other models')
    .option('--json', 'print JSON for scripts')
    .action(async (options: EmbedOptions) => {
      const embedder = configuredEmbedder();
      const report = await withDatabase((database) => embed(database, embedder, options));
      print(report, options, linesOf(report));
    });
}

function batchSizeOf(text: string): number {
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > EMBEDDER_MAX_TEXTS) {
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${EMBEDDER_MAX_TEXTS}.`);
  }
  return size;
}

function configuredEmbedder(): Embedder {
  const { embeddings } = readConfig();
  if (!embeddings) {
    throw new ConfigError(
      'EMBEDDINGS_URL is not set; it takes the address of what makes vectors, such as https://host/v1.',
    );
  }
  return httpEmbedder(embeddings);
}

async function embed(database: Database, embedder: Embedder, options: EmbedOptions): Promise<EmbedReport> {
  const { pool } = database;
  const { model } = embedder;
  const progress = showProgress('embed');
  try {
    const { count: total } = await countPapers(pool, {});
    const counts = await embedPapers(pool, embedder, {
      batchSize: options.batch,
      signal: whenStopped(),
      onProgress: (passed) => progress.update(passed, Math.max(passed, total), 'papers'),
      onWait: progress.note,
    });
    const otherModels = await countOtherVectors(pool, model);
    const dropped = options.dropOthers === true;
    if (dropped) await dropOtherVectors(pool, model);
    return { model, ...counts, otherModels, dropped };
  } finally {
    progress.end();
  }
}

/** Ends what runs at the first Ctrl-C in a sentence; a second one ends the process. */
function whenStopped(): AbortSignal {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new EmbedderError('Stopped. What was embedded stays; run it again to go on.'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return stopping.signal;
}

function linesOf({ model, embedded, unchanged, otherModels, dropped }: EmbedReport): string[] {
  return [
    `${embedded} embedded with "${model}", ${unchanged} unchanged.`,
    ...otherModels.map((other) =>
      dropped
        ? `${other.vectors} vectors of "${other.model}" were removed.`
        : `There are ${other.vectors} vectors of "${other.model}" as well: daily-papers embed --drop-others removes them.`,
    ),
  ];
}

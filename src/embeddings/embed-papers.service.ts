import type { Pool } from 'pg';
import { prepared, rowsOf } from '../db/sql';
import type { Embedder } from '../lib/embedder';
import { embedPatiently, type Patience } from './embed-patiently';
import { type UnembeddedPaper, unembeddedPapers } from './unembedded-papers.query';
import { bytesOf } from './vector';

/** How many batches are looked for at once. */
const BATCHES_A_WINDOW = 16;

export interface EmbedPapersOptions extends Patience {
  /** How many papers are sent at once, and kept together; at most EMBEDDER_MAX_TEXTS. */
  batchSize: number;
  /** Told after each step how many papers were passed, whether they had to be embedded or not. */
  onProgress: (passed: number) => void;
}

export interface EmbedPapersReport {
  embedded: number;
  /** Papers that had a vector of their text already. */
  unchanged: number;
}

/**
 * Gives every paper a vector of the embedder's model for the text that it has now, newest papers first. It may be ended at
 * any time and begun again: each batch stays once it is written. Vectors of other models are left alone.
 */
export async function embedPapers(
  pool: Pool,
  embedder: Embedder,
  { batchSize, onProgress, ...patience }: EmbedPapersOptions,
): Promise<EmbedPapersReport> {
  const report = { embedded: 0, unchanged: 0 };
  for await (const { papers, lookedAt } of unembeddedPapers(pool, embedder.model, batchSize * BATCHES_A_WINDOW)) {
    for (let start = 0; start < papers.length; start += batchSize) {
      const batch = papers.slice(start, start + batchSize);
      const vectors = await embedPatiently(
        embedder,
        batch.map(({ text }) => text),
        patience,
      );
      await writeVectors(pool, embedder.model, batch, vectors);
      report.embedded += batch.length;
      onProgress(batch.at(-1)?.position ?? 0);
    }
    report.unchanged = lookedAt - report.embedded;
    onProgress(lookedAt);
    patience.signal.throwIfAborted();
  }
  return report;
}

const WRITE = prepared(`
  insert into paper_embeddings (paper_id, model, text_hash, vector)
  select paper_id, $1::text, text_hash, vector
  from unnest($2::integer[], $3::bytea[], $4::bytea[]) as embedded (paper_id, text_hash, vector)
    join papers on papers.id = embedded.paper_id -- one may have become part of another meanwhile
  for key share of papers
  on conflict (paper_id, model) do update set text_hash = excluded.text_hash, vector = excluded.vector`);

async function writeVectors(
  pool: Pool,
  model: string,
  papers: UnembeddedPaper[],
  vectors: Float32Array[],
): Promise<void> {
  const ids = papers.map(({ id }) => id);
  const hashes = papers.map(({ textHash }) => textHash);
  await rowsOf(pool, WRITE, [model, ids, hashes, vectors.map(bytesOf)]);
}

/** How many vectors there are of each other model. */
export function countOtherVectors(pool: Pool, model: string): Promise<{ model: string; vectors: number }[]> {
  return rowsOf(
    pool,
    `select model, count(*)::integer as vectors from paper_embeddings where model <> $1::text group by model order by model`,
    [model],
  );
}

export async function dropOtherVectors(pool: Pool, model: string): Promise<void> {
  await rowsOf(pool, 'delete from paper_embeddings where model <> $1::text', [model]);
}

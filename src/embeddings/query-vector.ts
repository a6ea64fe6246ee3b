import { LRUCache } from 'lru-cache';
import type { Embedder } from '../lib/embedder';

/** Of so many texts; a vector of 768 numbers is three kilobytes. */
const REMEMBERED_TEXTS = 500;
/** A person waits for the answer: after that long it is none. */
const PATIENCE_MS = 2_000;

const vectorsByEmbedder = new WeakMap<Embedder, LRUCache<string, Promise<Float32Array>>>();

/**
 * The vector of what a person looks for. The same text is asked for once, also by many at the same time, and a failure is
 * not remembered. Throws EmbedderError where the embedder fails or takes longer than two seconds.
 */
export function queryVector(embedder: Embedder, text: string, patienceMs = PATIENCE_MS): Promise<Float32Array> {
  const vectors = vectorsOf(embedder);
  const known = vectors.get(text);
  if (known) return known;

  const asked = embedOne(embedder, text, AbortSignal.timeout(patienceMs));
  vectors.set(text, asked);
  asked.catch(() => vectors.delete(text));
  return asked;
}

async function embedOne(embedder: Embedder, text: string, signal: AbortSignal): Promise<Float32Array> {
  const [vector] = await embedder.embed([text], signal);
  if (!vector) throw new Error('An embedder answered no vector for a text.');
  return vector;
}

function vectorsOf(embedder: Embedder): LRUCache<string, Promise<Float32Array>> {
  let vectors = vectorsByEmbedder.get(embedder);
  if (!vectors) vectorsByEmbedder.set(embedder, (vectors = new LRUCache({ max: REMEMBERED_TEXTS })));
  return vectors;
}

import { setTimeout as pause } from 'node:timers/promises';
import { type Embedder, EmbedderError } from '../lib/embedder';

/** How long to wait before asking again: 1 s, 2 s … a minute, 8 times, which is three minutes in all. */
export const EMBEDDING_RETRIES = { firstMs: 1_000, longestMs: 60_000, attemptsMax: 9 };
/** Whoever is asked to come back later than this does not wait for it. */
const RETRY_AFTER_MAX_MS = 600_000;

export interface Patience {
  signal: AbortSignal;
  /** Told why it waits, in a sentence. */
  onWait: (sentence: string) => void;
  retries?: typeof EMBEDDING_RETRIES;
}

/** Asks again after a failure that passes, as a person's query must not. Throws the reason of the signal when that ends it. */
export async function embedPatiently(embedder: Embedder, texts: string[], patience: Patience): Promise<Float32Array[]> {
  const { signal, onWait, retries = EMBEDDING_RETRIES } = patience;
  for (let attempt = 1, delayMs = retries.firstMs; ; attempt++, delayMs = Math.min(2 * delayMs, retries.longestMs)) {
    try {
      return await embedder.embed(texts, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EmbedderError) || error.retryAfterMs === null) throw error;
      const waitMs = Math.max(delayMs, error.retryAfterMs);
      const inWords = `${Math.ceil(waitMs / 1000)} s`;
      if (error.retryAfterMs > RETRY_AFTER_MAX_MS) throw withHint(error, `It wants to be asked again in ${inWords}.`);
      if (attempt === retries.attemptsMax) throw withHint(error, `It was asked ${attempt} times.`);
      onWait(`${error.message} Asking again in ${inWords}.`);
      await pause(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

function withHint(error: EmbedderError, hint: string): EmbedderError {
  return new EmbedderError(`${error.message} ${hint}`, { cause: error });
}

/** How many texts an embedder takes at once. */
export const EMBEDDER_MAX_TEXTS = 256;
export const EMBEDDER_MAX_DIMENSIONS = 4096;

/** What turns texts into vectors that lie close where the texts mean much the same. */
export interface Embedder {
  /** By which vectors are told apart: those of two models cannot be compared. */
  readonly model: string;
  /**
   * A vector of length 1 for each text, in order, all of as many dimensions. Takes EMBEDDER_MAX_TEXTS at most, and may leave
   * the end of a long one out. Throws EmbedderError where there is no answer that can be used.
   */
  embed(texts: string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** The message is a sentence for whoever runs the server. */
export class EmbedderError extends Error {
  /** How long to wait at least before asking again; null where that would not help. */
  readonly retryAfterMs: number | null;

  constructor(message: string, { retryAfterMs = null, cause }: { retryAfterMs?: number | null; cause?: unknown } = {}) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

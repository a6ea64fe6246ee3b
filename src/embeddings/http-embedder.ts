import { type Embedder, EMBEDDER_MAX_DIMENSIONS, EMBEDDER_MAX_TEXTS, EmbedderError } from '../lib/embedder';
import { type FetchBounds, fetchBounded, FetchFailure } from '../lib/fetch-bounded';
import { readAnswer } from './read-answer';

/** An endpoint that speaks as the embeddings API of OpenAI does, as many servers of models do. */
export interface EmbeddingsSettings {
  /** What `/embeddings` is below: `https://host/v1`. */
  url: string;
  model: string;
  /** Sent as a bearer, and shown to nobody. */
  apiKey: string | null;
}

/** A model on a processor takes half a minute for 64 abstracts; a person's query is given up long before by its caller. */
const TIMEOUT_MS = 120_000;
/** Some 2,000 words of a Latin script: an abstract is a tenth of it, and models read no more. */
const TEXT_MAX_CHARACTERS = 8_000;
/** A number with its comma and white space takes some 25 bytes. */
const ANSWER_MAX_BYTES_A_TEXT = EMBEDDER_MAX_DIMENSIONS * 28;
const ANSWER_MAX_BYTES_BESIDE = 20_000;

/** What statuses mean for whoever runs the server; the answer's own words are not passed on, as they may quote the key. */
const MEANINGS: Record<number, string> = {
  400: 'It does not take such texts, or does not know EMBEDDINGS_MODEL.',
  401: 'It wants another EMBEDDINGS_API_KEY.',
  403: 'It wants another EMBEDDINGS_API_KEY.',
  404: 'Nothing is at EMBEDDINGS_URL/embeddings, or it does not know EMBEDDINGS_MODEL.',
  413: 'The texts are too long for it: send fewer at once, or use a model that takes longer ones.',
};

export function httpEmbedder({ url, model, apiKey }: EmbeddingsSettings, { timeoutMs = TIMEOUT_MS } = {}): Embedder {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/embeddings`;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(apiKey && { authorization: `Bearer ${apiKey}` }),
  };
  return {
    model,
    async embed(texts, signal) {
      if (texts.length === 0) return [];
      if (texts.length > EMBEDDER_MAX_TEXTS) {
        throw new EmbedderError(
          `An embedder takes at most ${EMBEDDER_MAX_TEXTS} texts at once, and got ${texts.length}.`,
        );
      }
      const body = JSON.stringify({ model, input: texts.map(shortened), encoding_format: 'float' });
      const maxBytes = ANSWER_MAX_BYTES_BESIDE + texts.length * ANSWER_MAX_BYTES_A_TEXT;
      const answer = await post(address, { headers, body }, { timeoutMs, maxBytes, signal });
      return readAnswer(answer, texts.length);
    },
  };
}

async function post(url: URL, request: { headers: Record<string, string>; body: string }, bounds: FetchBounds) {
  try {
    return await fetchBounded(url, request, bounds);
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error;
    const { message, refusal } = error;
    const meaning = refusal && MEANINGS[refusal.status];
    const retryAfterMs = refusal && isPassing(refusal.status) ? millisecondsUntil(refusal.retryAfter) : null;
    throw new EmbedderError(meaning ? `${message} ${meaning}` : message, { retryAfterMs, cause: error });
  }
}

function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

/** The header `Retry-After`, seconds or a date; 0 where it says nothing that can be read. */
function millisecondsUntil(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  return Math.max(0, Date.parse(retryAfter) - Date.now()) || 0;
}

/** Cut between two characters: half of one is none. */
function shortened(text: string): string {
  return text.slice(0, TEXT_MAX_CHARACTERS).toWellFormed();
}

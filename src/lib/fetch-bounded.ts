export interface FetchBounds {
  timeoutMs: number;
  maxBytes: number;
  /** Ends the request early. */
  signal?: AbortSignal | undefined;
}

export interface BoundedRequest {
  headers: Record<string, string>;
  /** What is posted; without it the address is read. */
  body?: string;
}

/** What was answered with another status than 200. */
interface Refusal {
  status: number;
  /** The header `Retry-After` as it came; null without one. */
  retryAfter: string | null;
}

/** An address did not answer as it should; the message is a sentence that names its host and nothing else of it. */
export class FetchFailure extends Error {
  /** Null where there was no whole answer. */
  readonly refusal: Refusal | null;

  constructor(message: string, { refusal = null, cause }: { refusal?: Refusal | null; cause?: unknown } = {}) {
    super(message, { cause });
    this.refusal = refusal;
  }
}

/** Reads an answer whole, within bounds of time and size. Follows no redirect: only what was configured is asked. */
export async function fetchBounded(
  url: URL,
  { headers, body }: BoundedRequest,
  { timeoutMs, maxBytes, signal }: FetchBounds,
): Promise<Buffer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      ...(body !== undefined && { method: 'POST', body }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      redirect: 'manual',
      headers: { 'user-agent': 'daily-papers', ...headers },
    });
    if (response.status === 200) return await readBody(response, maxBytes);
    await response.body?.cancel();
    const refusal = { status: response.status, retryAfter: response.headers.get('retry-after') };
    throw new FetchFailure(`${url.host} answered ${response.status}.`, { refusal });
  } catch (error) {
    if (error instanceof FetchFailure) throw error;
    throw new FetchFailure(`${url.host} could not be read: ${reasonOf(error)}.`, { cause: error });
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // Leaving the loop ends the request.
    if (size > maxBytes) throw new FetchFailure(`The answer is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What stands behind the one sentence that `fetch` has for everything. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string } };
  return cause?.message || message;
}

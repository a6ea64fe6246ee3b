import { SourceFailure } from './metadata-source';

interface Bounds {
  timeoutMs: number;
  maxBytes: number;
  signal: AbortSignal;
}

/** Reads an address whole, within bounds of time and size. Follows no redirect: only what was configured is asked. */
export async function fetchBounded(url: URL, { timeoutMs, maxBytes, signal }: Bounds): Promise<Buffer> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await fetch(url, {
      signal: either,
      redirect: 'manual',
      headers: { 'user-agent': 'daily-papers', accept: 'application/atom+xml' },
    });
    if (response.status === 200) return await readBody(response, maxBytes);
    await response.body?.cancel();
    throw new SourceFailure(`${url.host} answered ${response.status}.`);
  } catch (error) {
    if (error instanceof SourceFailure) throw error;
    throw new SourceFailure(`${url.host} could not be read: ${reasonOf(error)}.`, { cause: error });
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // Leaving the loop ends the request.
    if (size > maxBytes) throw new SourceFailure(`The answer is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What stands behind the one sentence that `fetch` has for everything. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string } };
  return cause?.message || message;
}

import type { GraphiQLProps } from 'graphiql';
import { createClient, NetworkError } from 'graphql-sse';
import type { ExecutionResult } from 'graphql';

/** Relative to the page, as that of queries. */
const endpoint = new URL('graphql/stream', document.baseURI);

/**
 * Opens a subscription and shows each of its events as it comes; whoever ends it closes the connection. A refusal is shown
 * as the server's answer.
 */
export function followOperation(
  { query, operationName, variables }: Parameters<GraphiQLProps['fetcher']>[0],
  headers: Record<string, string>,
): AsyncIterableIterator<ExecutionResult> {
  const client = createClient({ url: endpoint.href, headers, retryAttempts: 0 });
  const events = client.iterate({
    query,
    ...(operationName && { operationName }),
    variables: variables as Record<string, unknown>,
  }) as AsyncIterableIterator<ExecutionResult>;
  let isRefused = false;
  return {
    async next() {
      if (isRefused) return { done: true, value: undefined };
      try {
        return await events.next();
      } catch (error) {
        isRefused = true;
        return { done: false, value: await refusalIn(error) };
      }
    },
    return: () => {
      client.dispose();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function refusalIn(error: unknown): Promise<ExecutionResult> {
  const response = error instanceof NetworkError ? (error as NetworkError<Response>).response : undefined;
  if (response?.headers.get('content-type')?.startsWith('application/json')) {
    return (await response.json()) as ExecutionResult;
  }
  throw error;
}

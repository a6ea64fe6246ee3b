import { Client } from 'pg';

/**
 * Texts that are sent for no answer: a driver's own, that by which a process begins to hear of changes, the note that an access
 * token was used, and what settles rates for all.
 */
const isOurs = (text: string) =>
  !/^\s*(?:begin|commit|rollback|set |listen |update access_tokens t set last_used_at|.*rate_buckets)/is.test(text);

/** Runs `work` and answers the statements that reached PostgreSQL meanwhile, from whichever pool of this process. */
export async function statementsOf(work: () => Promise<unknown>, isCounted = isOurs): Promise<string[]> {
  const statements: string[] = [];
  const prototype = Client.prototype as { query: (...args: unknown[]) => unknown };
  const query = prototype.query;
  prototype.query = function (this: Client, ...args: unknown[]) {
    const text = textOf(args[0]);
    if (isCounted(text)) statements.push(text);
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements;
}

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : String((query as { text?: unknown }).text);
}

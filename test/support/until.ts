import { pollUntil } from '../../src/lib/poll-until';

/** Asks until something is so, for nearly as long as a test may take. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const found = await pollUntil(async () => (await ask()) || undefined, { withinMs: 100_000, everyMs: 5 });
  if (found === undefined) throw new Error(`It never came to pass: ${what}.`);
  return found;
}

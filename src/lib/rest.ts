import { setTimeout as pause } from 'node:timers/promises';

/** Waits for so long, or until the signal fires. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
}

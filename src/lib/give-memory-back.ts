import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Longer than most pauses between requests: V8 gives up half of its optimised code along with the memory, and the next thousands take longer. */
const EVERY_MS = 60_000;

/**
 * Lets V8 give memory back that it no longer needs. It does so by itself in a process that allocates little, which it learns by
 * collecting alone: one that falls silent after much work never collects again, and keeps hundreds of megabytes of garbage.
 * So young objects are collected now and then, within a millisecond or two; what follows from that is up to V8.
 */
export function giveMemoryBack(everyMs = EVERY_MS): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  setInterval(() => collect({ type: 'minor' }), everyMs).unref();
}

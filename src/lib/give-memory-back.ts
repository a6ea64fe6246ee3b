import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isNodeSince } from './is-node-since';

const EVERY_MS = 60_000;

/** Who works for less of its time does nothing but what it does by itself. */
const IDLE_BELOW = 0.02;

/** The first whose V8 has a choice. */
const CHOOSING_NODE = 24;

/** All that there is, within a fifth of a second; V8 before that of Node.js 24 takes it for young objects, and does the rest by and by. */
const LAST_RESORT = { type: 'major', flavor: 'last-resort' };

/**
 * Gives memory back to the system once there is nothing to do. V8 does so by itself where little is allocated, which it learns by
 * collecting alone: a process that falls silent after much work never collects again, and keeps hundreds of megabytes of garbage.
 * So one that was idle for a while collects once.
 *
 * Before that V8 is to prefer speed. By itself it prefers memory in each pause of eight seconds, and gives up the code that it
 * optimised for objects that there are only while requests run: the next thousands take up to twice as long.
 */
export function giveMemoryBack(everyMs = EVERY_MS): void {
  if (isNodeSince(CHOOSING_NODE)) setFlagsFromString('--no-memory-reducer-favors-memory');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: object) => void;
  let before = performance.eventLoopUtilization();
  let wasIdle = false;
  const timer = setInterval(() => {
    const isIdle = performance.eventLoopUtilization(before).utilization < IDLE_BELOW;
    before = performance.eventLoopUtilization();
    if (isIdle && !wasIdle) collect(LAST_RESORT);
    wasIdle = isIdle;
  }, everyMs);
  timer.unref();
}

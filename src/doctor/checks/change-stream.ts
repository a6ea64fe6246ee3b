import type { ClientBase } from 'pg';
import { type Holder, longestHolder } from '../../changes/stream-lag.query';
import { doubtful, type Finding, sound } from '../finding';

/** Imports commit every second, and nothing else here takes as long. */
const LONG_SECONDS = 10;

/** Whether something keeps those who follow the change stream from what was committed. */
export async function checkChangeStream(sql: ClientBase): Promise<Finding> {
  return findingOfHolder(await longestHolder(sql));
}

export function findingOfHolder(holder: Holder | null): Finding {
  if (!holder || holder.seconds < LONG_SECONDS) return sound('Nothing holds the change stream up.');
  const { pid, name, seconds } = holder;
  return doubtful(
    `A transaction that writes has run for ${Math.round(seconds)} s (process ${pid} of PostgreSQL, for "${name}"): until it ends, nobody who follows the change stream is told of anything newer.`,
    `Wait for it, or end it with: select pg_terminate_backend(${pid})`,
  );
}

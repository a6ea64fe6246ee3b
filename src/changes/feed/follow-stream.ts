import type { Pool } from 'pg';
import { ChangeFeed } from './change-feed';
import { WakeUpLine } from './wake-up-line';

interface FollowingOptions {
  /** Where it listens, by a connection of its own. */
  url: string;
  pool: Pool;
  onFailure: (error: unknown) => void;
  /** Told when something was committed, here or elsewhere; elsewhere it may go untold. */
  onWake?: () => void;
}

export interface FollowedStream {
  changes: ChangeFeed;
  stop(): Promise<void>;
}

/** Lets a process follow the change stream, woken by all others. */
export function followStream({ url, pool, ...options }: FollowingOptions): FollowedStream {
  const line = new WakeUpLine({ url, pool, onWakeUp: () => changes.wake() });
  const changes: ChangeFeed = new ChangeFeed(pool, { ...options, announcer: line });
  return {
    changes,
    async stop() {
      await Promise.all([changes.stop(), line.stop()]);
    },
  };
}

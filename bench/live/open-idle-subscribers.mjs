import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Opens so many subscriptions that nothing happens to, from a process of their own; resolves once all of them are open. */
export async function openIdleSubscribers({ url }, count) {
  const child = fork(join(import.meta.dirname, 'idle-subscribers.mjs'), [url, String(count)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const opened = await Promise.race([once(child, 'message'), ended.then(() => null)]);
  if (!opened) throw new Error('The idle subscribers ended before all were open; what they said stands above.');
  return {
    async close() {
      child.kill();
      await ended;
    },
  };
}

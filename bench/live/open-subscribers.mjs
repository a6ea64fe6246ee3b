import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Follows papers of these numbers by so many subscriptions, from a process of their own; resolves once all of them are open. */
export async function openSubscribers({ url }, count, { first, last }) {
  const child = fork(join(import.meta.dirname, 'subscribers.mjs'), [url, ...[count, first, last].map(String)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const said = async () => {
    const message = await Promise.race([once(child, 'message'), ended.then(() => null)]);
    if (!message) throw new Error('The subscribers ended before they should; what they said stands above.');
    return message[0];
  };
  await said();
  return {
    /** When the last one heard of what happens next. */
    whenAllHeard: async () => (await said()).heardAt,
    async close() {
      child.kill();
      await ended;
    },
  };
}

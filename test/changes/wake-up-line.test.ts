import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { WakeUpLine } from '../../src/changes/feed/wake-up-line';

describe('WakeUpLine', () => {
  it('stops also while it connects to a server that never answers', async () => {
    const silent = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const connected = once(silent, 'connection');
    const line = new WakeUpLine({
      url: `postgresql://nobody@127.0.0.1:${port}/nothing`,
      pool: { query: () => Promise.resolve() } as never,
      onWakeUp: () => undefined,
    });
    await connected;

    await line.stop();
    silent.close();
  });
});

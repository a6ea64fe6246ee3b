import { startTestServer, TestServer } from '../../support/test-server';
import { CHANGES, headCursor, initiated, rawSocket, streamUrl, write } from './live-client';

let server: TestServer;
beforeEach(async () => (server = await startTestServer()));
afterEach(() => server.close());

describe('a stop', () => {
  it('tells all who listen to come again, and waits for nobody', async () => {
    const after = await headCursor(server);
    const client = await initiated(server);
    client.send({ type: 'subscribe', id: '1', payload: { query: CHANGES, variables: { after } } });
    const silent = await rawSocket(server);
    const stream = await fetch(streamUrl(server), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: CHANGES, variables: { after } }),
    });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const isOver = async () => {
      const { done, value = '' } = await reader.read();
      text += value;
      return done;
    };
    await write(server, {});
    await client.untilMessages(2);
    while (!text.includes('event: next')) expect(await isOver()).toBe(false);

    const stoppedAt = performance.now();
    await server.stop();

    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    const told = { code: 1001, reason: expect.stringContaining('after your last cursor') as string };
    expect(await client.closed).toEqual(told);
    expect(await silent.closed).toEqual(told);
    while (!(await isOver()));
    // That would say that nothing more is to come.
    expect(text).not.toContain('event: complete');
  });
});

import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { pollUntil } from '../../../src/lib/poll-until';
import { nodeId } from '../../../src/graphql/node';
import { Fixtures } from '../../support/fixtures';
import { startTestServer, TestServer } from '../../support/test-server';
import { scrape } from '../../metrics/scrape';
import { headCursor, initiated, streamUrl, write } from './live-client';

/** Each answer is larger than what the kernel takes for a connection that nobody reads, 60,000 characters so many times. */
const TIMES = 150;
const ABSTRACT = 'A long abstract. '.repeat(3_530);
const LARGE = `subscription ($id: ID!, $after: String) {
  paperChanged(ids: [$id], after: $after) {
    change { kind }
    ${Array.from({ length: TIMES }, (_, at) => `a${at}: paper { abstract }`).join('\n')}
  }
}`;

let server: TestServer;
let paperId: number;
let variables: { id: string; after: string };
beforeEach(async () => {
  server = await startTestServer({ limits: { deliveryMs: 1_500, aliases: 500, fields: 5_000, cost: 100_000 } });
  [paperId = 0] = await new Fixtures(server.database).papers([{ abstract: ABSTRACT }]);
  variables = { id: nodeId('Paper', paperId), after: await headCursor(server) };
});
afterEach(() => server.close());

const figure = async (name: string, transport: string) =>
  (await scrape(server)).get(`daily_papers_live_${name}{transport="${transport}"}`) ?? NaN;

const untilSlow = (transport: string) =>
  pollUntil(async () => (await figure('slow_clients_total', transport)) === 1 || undefined, {
    withinMs: 30_000,
    everyMs: 50,
  });

const untilNoneIsOpen = (transport: string) =>
  pollUntil(async () => (await figure('connections', transport)) === 0 || undefined, { withinMs: 30_000, everyMs: 50 });

async function streamed(): Promise<IncomingMessage> {
  const request = httpRequest(streamUrl(server), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  request.end(JSON.stringify({ query: LARGE, variables }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

describe('a client that takes nothing', () => {
  it('is told by its WebSocket, and dropped', async () => {
    const client = await initiated(server);
    client.send({ type: 'subscribe', id: '1', payload: { query: LARGE, variables } });
    client.socket.pause();
    await write(server, { paperId }, { paperId }, { paperId });

    await untilSlow('websocket');
    expect(await figure('events_total', 'websocket')).toBeLessThan(3);
    client.socket.resume();

    expect(await client.closed).toEqual({ code: 4290, reason: expect.stringContaining('last cursor') as string });
    await untilNoneIsOpen('websocket');
    expect(await figure('subscriptions', 'websocket')).toBe(0);
  });

  it('is dropped, also where it never reads again', async () => {
    const client = await initiated(server);
    client.send({ type: 'subscribe', id: '1', payload: { query: LARGE, variables } });
    client.socket.pause();
    await write(server, { paperId }, { paperId }, { paperId });
    await untilNoneIsOpen('websocket');
    expect(await figure('subscriptions', 'websocket')).toBe(0);
    client.socket.terminate();
  });

  it('is dropped where it asks for answers and reads none', async () => {
    const client = await initiated(server);
    client.socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { pad: 'x'.repeat(90_000) } });
    for (let sent = 0; sent < 200; sent++) client.send(ping);
    await untilSlow('websocket');
    await untilNoneIsOpen('websocket');
    client.socket.terminate();
  });

  it('loses its stream of events', async () => {
    const response = await streamed();
    await write(server, { paperId }, { paperId }, { paperId });

    await untilSlow('sse');
    await untilNoneIsOpen('sse');
    expect(await figure('subscriptions', 'sse')).toBe(0);
    const error = await (async () => {
      for await (const chunk of response) void chunk;
    })().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: 'aborted' });
  });

  it('keeps nobody from stopping', async () => {
    const client = await initiated(server);
    client.send({ type: 'subscribe', id: '1', payload: { query: LARGE, variables } });
    client.socket.pause();
    const response = await streamed();
    await write(server, { paperId }, { paperId });
    const tookBoth = async () =>
      (await figure('subscriptions', 'sse')) + (await figure('subscriptions', 'websocket')) === 2 || undefined;
    await pollUntil(tookBoth, { withinMs: 30_000, everyMs: 50 });

    const stoppedAt = performance.now();
    await server.stop();

    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    client.socket.terminate();
    response.destroy();
  });
});

describe('a client that takes what comes', () => {
  it('is not dropped, however large that is', async () => {
    const client = await initiated(server);
    client.send({ type: 'subscribe', id: '1', payload: { query: LARGE, variables } });
    await write(server, { paperId }, { paperId }, { paperId });
    const messages = await client.untilMessages(4);
    expect(messages.map(({ type }) => type)).toEqual(['connection_ack', 'next', 'next', 'next']);
    expect(await figure('slow_clients_total', 'websocket')).toBe(0);
    await pollUntil(async () => (await figure('events_total', 'websocket')) === 3 || undefined, {
      withinMs: 30_000,
      everyMs: 20,
    });
    client.socket.terminate();
  });
});

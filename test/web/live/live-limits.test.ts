import { WebSocket } from 'ws';
import { LIMITS, type Limits } from '../../../src/graphql/limits';
import { startTestServer, TestServer } from '../../support/test-server';
import { CHANGES, headCursor, initiated, rawSocket, refusedHandshake, streamUrl, write } from './live-client';

let server: TestServer;
afterEach(() => server.close());

const start = async (limits: Partial<Limits>) => {
  server = await startTestServer({ limits, trustedProxies: ['loopback'] });
  return headCursor(server);
};

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

async function listener(address: string, token?: string) {
  const raw = await rawSocket(server, from(address));
  raw.send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} });
  await raw.untilMessages(1);
  return raw;
}
type Listener = Awaited<ReturnType<typeof listener>>;

/** Subscribes to what is there already, and answers what comes of it. */
async function subscribe(client: Listener, id: string, after: string) {
  const count = client.messages.length;
  client.send({ type: 'subscribe', id, payload: { query: CHANGES, variables: { after } } });
  return (await client.untilMessages(count + 1))[count]!;
}

const stream = (address: string, after: string, token?: string) =>
  fetch(streamUrl(server), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-forwarded-for': address,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: CHANGES, variables: { after } }),
  });

function refusal(name: keyof typeof LIMITS, value: number) {
  return {
    message: expect.stringContaining(
      `With this one there are ${value + 1} ${LIMITS[name].counts}; the limit is ${value}.`,
    ) as string,
    extensions: { code: 'LIMIT_EXCEEDED', limit: { name, value, requested: value + 1 } },
  };
}

describe('limits of those who listen', () => {
  it('let so many subscriptions on a connection pass, and one more once another is over', async () => {
    const after = await start({ subscriptionsOfConnection: 2 });
    await write(server, {});
    const client = await listener('192.0.2.1');
    expect(await subscribe(client, '1', after)).toMatchObject({ type: 'next', id: '1' });
    expect(await subscribe(client, '2', after)).toMatchObject({ type: 'next', id: '2' });

    expect(await subscribe(client, '3', after)).toMatchObject({
      type: 'error',
      id: '3',
      payload: [refusal('subscriptionsOfConnection', 2)],
    });
    client.send({ type: 'complete', id: '1' });
    client.send({ type: 'ping' });
    await client.untilMessages(5);
    expect(await subscribe(client, '3', after)).toMatchObject({ type: 'next', id: '3' });
    client.socket.terminate();
  });

  it('count those of a person at all connections and addresses, by both ways', async () => {
    const after = await start({ subscriptionsOfListener: 2 });
    await write(server, {});
    const token = await server.signUp('ada');
    const [one, other] = [await listener('192.0.2.1', token), await listener('192.0.2.2', token)];
    expect(await subscribe(one, '1', after)).toMatchObject({ type: 'next' });
    const streamed = await stream('192.0.2.3', after, token);
    expect(streamed.status).toBe(200);

    expect(await subscribe(other, '1', after)).toMatchObject({ payload: [refusal('subscriptionsOfListener', 2)] });
    const refused = await stream('192.0.2.4', after, token);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [refusal('subscriptionsOfListener', 2)] });
    const bob = await listener('192.0.2.1', await server.signUp('bob'));
    expect(await subscribe(bob, '1', after)).toMatchObject({ type: 'next' });

    one.socket.close();
    await one.closed;
    expect(await subscribe(other, '2', after)).toMatchObject({ type: 'next' });
    await streamed.body?.cancel();
    for (const { socket } of [other, bob]) socket.terminate();
  });

  it('count those of nobody by address, a /64 of IPv6 being one', async () => {
    const after = await start({ subscriptionsOfListener: 1 });
    await write(server, {});
    const clients = [
      await listener('2001:db8::1'),
      await listener('2001:db8::ffff'),
      await listener('2001:db8:0:1::1'),
    ] as const;
    expect(await subscribe(clients[0], '1', after)).toMatchObject({ type: 'next' });
    expect(await subscribe(clients[1], '1', after)).toMatchObject({ payload: [refusal('subscriptionsOfListener', 1)] });
    expect(await subscribe(clients[2], '1', after)).toMatchObject({ type: 'next' });
    for (const { socket } of clients) socket.terminate();
  });

  it('let so many connections to the process pass, and tell others to come again', async () => {
    const after = await start({ listeningConnections: 2 });
    const client = await listener('192.0.2.1');
    const streamed = await stream('192.0.2.2', after);
    expect(streamed.status).toBe(200);

    const full = {
      message: expect.stringContaining('With this one there are 3 connections') as string,
      extensions: {
        code: 'SERVICE_UNAVAILABLE',
        retryAfterSeconds: 1,
        limit: { name: 'listeningConnections', value: 2, requested: 3 },
      },
    };
    const refused = await refusedHandshake(server, { 'x-forwarded-for': '192.0.2.3' });
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.errors).toMatchObject([full]);
    const refusedStream = await stream('192.0.2.3', after);
    expect(refusedStream.status).toBe(503);
    expect(await refusedStream.json()).toMatchObject({ errors: [full] });

    client.socket.close();
    await client.closed;
    (await listener('192.0.2.3')).socket.terminate();
    await streamed.body?.cancel();
  });

  it('let so many connections from an address pass, as proxies that are trusted tell it', async () => {
    await start({ listeningConnectionsOfAddress: 2 });
    const clients = [await listener('192.0.2.1'), await listener('192.0.2.1')];
    const refused = await refusedHandshake(server, { 'x-forwarded-for': '192.0.2.1' });
    expect(refused.status).toBe(400);
    expect(refused.errors).toMatchObject([refusal('listeningConnectionsOfAddress', 2)]);
    clients.push(await listener('192.0.2.2'));
    for (const { socket } of clients) socket.terminate();
  });

  it('end a connection that gives no sign of life, and no other', async () => {
    await start({ pingMs: 500 });
    const alive = await initiated(server);
    const dead = await rawSocket(server, { autoPong: false });
    dead.send({ type: 'connection_init' });
    await dead.untilMessages(1);

    expect((await dead.closed).code).toBe(1006);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    alive.send({ type: 'ping' });
    expect((await alive.untilMessages(2))[1]).toMatchObject({ type: 'pong' });
    alive.socket.terminate();
  });
});

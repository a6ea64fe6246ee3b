import { once } from 'node:events';
import { connect } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../../src/app';
import { Lifecycle } from '../../../src/web/lifecycle';
import { holdTable } from '../../faults/held-table';
import { appSettings } from '../../support/app-settings';
import { startTestServer, TestServer } from '../../support/test-server';
import { CHANGES, headCursor, initiated, rawSocket, refusedHandshake, write } from './live-client';
import { REFUSED } from './refusals';

const LISTED = 'https://pages.example';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ corsOrigins: [LISTED], limits: { messageBytes: 2_000, handshakeMs: 1_500 } });
});
afterAll(() => server.close());

const subscribe = (id: string, query = CHANGES, variables = {}) => ({
  type: 'subscribe',
  id,
  payload: { query, variables },
});

describe('a WebSocket at /graphql', () => {
  it.each(REFUSED)('refuses %s, and goes on', async (_what, query, code, words) => {
    const client = await initiated(server);
    client.send(subscribe('1', query));
    const [, refusal] = await client.untilMessages(2);
    expect(refusal).toMatchObject({
      type: 'error',
      id: '1',
      payload: [{ message: expect.stringContaining(words) as string, extensions: { code } }],
    });

    client.send({ type: 'ping', payload: { still: 'there' } });
    expect((await client.untilMessages(3))[2]).toEqual({ type: 'pong', payload: { still: 'there' } });
    client.socket.terminate();
  });

  it.each([
    ['no JSON', 'hello', 4400, 'no valid JSON'],
    ['JSON that is no message', '[]', 4400, 'The type is null'],
    ['a message of a server', { type: 'next', id: '1', payload: {} }, 4400, 'The type is "next"'],
    ['a subscription without a document', { type: 'subscribe', id: '1', payload: {} }, 4400, 'Invalid message'],
    ['too many brackets', `${'['.repeat(60)}${']'.repeat(60)}`, 4400, 'levels of brackets; the limit is 50'],
    ['a key that reaches for a prototype', '{"type":"ping","payload":{"__proto__":{}}}', 4400, 'no valid JSON'],
    ['a message that is too long', `"${'x'.repeat(2_000)}"`, 1009, 'longer than 2000 bytes'],
    ['a second connection_init', { type: 'connection_init' }, 4429, 'Too many'],
  ])('is closed for %s, and says why', async (_what, message, code, words) => {
    const client = await initiated(server);
    client.send(message);
    expect(await client.closed).toEqual({ code, reason: expect.stringContaining(words) as string });
  });

  it('takes a message that is exactly as long as allowed', async () => {
    const client = await initiated(server);
    const empty = JSON.stringify({ type: 'ping', payload: { pad: '' } });
    client.send(empty.replace('""', `"${'x'.repeat(2_000 - empty.length)}"`));
    expect((await client.untilMessages(2))[1]).toMatchObject({ type: 'pong' });
    client.socket.terminate();
  });

  it('is closed where a subscription comes before its connection_init', async () => {
    const client = await rawSocket(server);
    client.send(subscribe('1'));
    expect((await client.closed).code).toBe(4401);
  });

  it('is closed where the id of an open subscription comes again', async () => {
    const client = await initiated(server);
    client.send(subscribe('1'));
    client.send(subscribe('1'));
    expect(await client.closed).toEqual({ code: 4409, reason: expect.stringContaining('1') as string });
  });

  it('is closed where it speaks another protocol', async () => {
    const client = await rawSocket(server, {}, 'graphql-ws').catch((error: Error) => error);
    if (client instanceof Error) return expect(client.message).toContain('subprotocol');
    expect((await client.closed).code).toBe(4406);
  });

  it('is closed where it sends bytes', async () => {
    const client = await initiated(server);
    client.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    expect(await client.closed).toEqual({ code: 4400, reason: expect.stringContaining('binary') as string });
  });

  it('is closed where it says nothing for as long as a handshake may take', async () => {
    const other = await initiated(server);
    const client = await rawSocket(server);
    expect((await client.closed).code).toBe(4408);
    other.send({ type: 'ping' });
    expect((await other.untilMessages(2))[1]).toEqual({ type: 'pong' });
    other.socket.terminate();
  });

  it('is closed for a bearer that is no string, and says of one that is no good why with each subscription', async () => {
    const odd = await rawSocket(server);
    odd.send({ type: 'connection_init', payload: { authorization: 5 } });
    expect(await odd.closed).toEqual({ code: 4400, reason: expect.stringContaining('"authorization"') as string });

    const client = await initiated(server, { AUTHORIZATION: 'Bearer dp_short' });
    client.send(subscribe('1'));
    const [, refusal] = await client.untilMessages(2);
    expect(refusal?.payload).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    client.socket.terminate();
  });

  it('takes the bearer of the handshake where connection_init brings none', async () => {
    const client = await rawSocket(server, { headers: { authorization: 'Bearer dp_short' } });
    client.send({ type: 'connection_init' });
    await client.untilMessages(1);
    client.send(subscribe('1'));
    const [, refusal] = await client.untilMessages(2);
    expect(refusal?.payload).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    client.socket.terminate();
  });

  it('hears nothing more of a subscription that it completed, and may use its id again', async () => {
    const client = await initiated(server);
    const after = await headCursor(server);
    client.send(subscribe('1', CHANGES, { after }));
    await write(server, { kind: 'PAPER_ADDED' });
    await client.untilMessages(2);

    client.send({ type: 'complete', id: '1' });
    client.send({ type: 'ping' });
    await client.untilMessages(3);
    client.send(subscribe('1', CHANGES, { after }));
    const messages = await client.untilMessages(4);

    expect(messages.map(({ type }) => type)).toEqual(['connection_ack', 'next', 'pong', 'next']);
    client.socket.terminate();
  });
});

describe('a handshake', () => {
  it('of a foreign page is refused, and one of a listed or our own page taken', async () => {
    const refused = await refusedHandshake(server, { origin: 'https://evil.example' });
    expect(refused.status).toBe(403);
    expect(refused.errors).toMatchObject([
      { message: expect.stringContaining('CORS_ORIGINS') as string, extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await refusedHandshake(server, { origin: 'null' })).status).toBe(403);

    for (const origin of [LISTED, server.url, 'https://papers.example']) {
      (await rawSocket(server, { origin })).socket.terminate();
    }
  });

  it('that is none is refused in the shape of all errors', async () => {
    const refused = await refusedHandshake(server, { 'sec-websocket-version': '7' });
    expect(refused.status).toBe(400);
    expect(refused.headers['sec-websocket-version']).toBe('13');
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });

  it('anywhere else is answered as the request that it is', async () => {
    const refused = await refusedHandshake(server, {}, '/nowhere');
    expect(refused.status).toBe(404);
    expect(refused.body).toContain('There is nothing here');
  });

  it('is refused while the server is not ready', async () => {
    const lifecycle = new Lifecycle();
    const starting = await createApp(lifecycle, pino({ level: 'silent' }), appSettings(lifecycle));
    const url = await starting.listen({ host: '127.0.0.1', port: 0 });
    const refused = await refusedHandshake({ url });
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    await starting.close();
  });
});

describe('an offer of another protocol', () => {
  it('is passed over, and the request answered, with its body and on the same connection', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    const body = '{"query":"{ __typename }"}';
    const head = ['POST /graphql HTTP/1.1', 'Host: papers', 'Content-Type: application/json'];
    const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA'];
    const request = [...head, ...offer, `Content-Length: ${body.length}`, '', body].join('\r\n');
    socket.write(request.slice(0, -5));
    socket.write(request.slice(-5));
    while (!received.includes('"__typename":"Query"')) await once(socket, 'data');
    received = '';
    socket.write(request);
    while (!received.includes('"__typename":"Query"')) await once(socket, 'data');
    expect(received).toMatch(/^HTTP\/1.1 200 OK/);
    socket.destroy();
  });

  it('waits for the answers to what was asked before', async () => {
    const held = await holdTable(server.databaseUrl, 'papers');
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    const requestOf = (query: string, offer: string) => {
      const body = JSON.stringify({ query });
      const head = ['POST /graphql HTTP/1.1', 'Host: papers', 'Content-Type: application/json'];
      return [...head, `Content-Length: ${body.length}${offer}`, '', body].join('\r\n');
    };
    socket.write(requestOf('{ papers { totalCount } }', ''));
    await held.untilWaiting(1);
    socket.write(requestOf('{ feedTimeZone }', '\r\nConnection: Upgrade\r\nUpgrade: h2c'));
    expect((await server.ask('{ feedTimeZone }')).errors).toBeUndefined();
    await held.letGo();

    while (!received.includes('feedTimeZone')) await once(socket, 'data');
    expect(received.indexOf('totalCount')).toBeGreaterThan(0);
    expect(received.indexOf('totalCount')).toBeLessThan(received.indexOf('feedTimeZone'));
    socket.destroy();
  });
});

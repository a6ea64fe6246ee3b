import { once } from 'node:events';
import { AddressInfo, createServer, Server, Socket } from 'node:net';

interface Result {
  status?: number;
  body?: string;
  loss?: string;
  isPartial?: boolean;
  wasAccepted?: boolean;
  wasRead?: boolean;
}
const { Connection } = jest.requireActual<{
  Connection: new (port: number) => { exchange(bytes: Buffer, patienceMs: number): Promise<Result>; close(): void };
}>('../../torture/load/connection.mjs');

const REQUEST = Buffer.from('POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}');
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nDone';
const LAST_ANSWER = ANSWER.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n');

type Take = (socket: Socket, request: number) => void;
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** Exchanges with a server that does so with each request; each `take` must do something about it. */
async function connectTo(take: Take): Promise<InstanceType<typeof Connection>> {
  const server: Server = createServer((socket) => {
    let request = 0;
    socket.on('data', () => take(socket, ++request)).on('error', () => undefined);
    closers.push(() => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = new Connection((server.address() as AddressInfo).port);
  closers.push(() => (connection.close(), server.close()));
  return connection;
}

describe('an exchange of the torture', () => {
  it('reads an answer that comes in pieces, and keeps the connection', async () => {
    let connections = 0;
    const connection = await connectTo((socket, request) => {
      if (request === 1) connections++;
      socket.write(ANSWER.slice(0, 30));
      setImmediate(() => socket.write(ANSWER.slice(30)));
    });
    for (let turn = 0; turn < 2; turn++) {
      expect(await connection.exchange(REQUEST, 1000)).toMatchObject({ status: 200, body: 'Done' });
    }
    expect(connections).toBe(1);
  });

  it('begins another connection after one that the server closes with its answer', async () => {
    let connections = 0;
    const connection = await connectTo((socket) => {
      connections++;
      socket.end(LAST_ANSWER);
    });
    for (let turn = 0; turn < 2; turn++) await connection.exchange(REQUEST, 1000);
    expect(connections).toBe(2);
  });

  it('tells a request that was read and not answered', async () => {
    const connection = await connectTo((socket, request) => {
      if (request === 1) socket.write(ANSWER);
      else socket.destroy();
    });
    await connection.exchange(REQUEST, 1000);
    expect(await connection.exchange(REQUEST, 1000)).toMatchObject({
      loss: 'closed',
      isPartial: false,
      wasAccepted: true,
      wasRead: true,
    });
  });

  it('tells a request that the server closed without reading', async () => {
    let closeUnread = () => {};
    const connection = await connectTo((socket) => {
      socket.pause();
      socket.write(ANSWER);
      closeUnread = () => socket.destroy();
    });
    await connection.exchange(REQUEST, 1000);
    const exchange = connection.exchange(REQUEST, 1000);
    setImmediate(() => closeUnread());
    expect(await exchange).toMatchObject({ loss: 'ECONNRESET', wasAccepted: true, wasRead: false });
  });

  it('tells half an answer, no answer, and no server', async () => {
    const half = await connectTo((socket) => void socket.end(ANSWER.slice(0, 30)));
    expect(await half.exchange(REQUEST, 1000)).toMatchObject({ isPartial: true, wasAccepted: false });

    const silent = await connectTo(() => undefined);
    expect(await silent.exchange(REQUEST, 50)).toMatchObject({ loss: 'timeout' });

    expect(await new Connection(1).exchange(REQUEST, 1000)).toMatchObject({ loss: 'ECONNREFUSED', wasAccepted: false });
  });
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { holdTable } from './held-table';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
  await new Fixtures(server.database).papers([{ title: 'A paper' }]);
});
afterEach(() => server.close());

function requestOf(query: string): string {
  const body = JSON.stringify({ query });
  const head = ['POST /graphql HTTP/1.1', 'Host: papers', 'Content-Type: application/json'];
  return [...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

const TITLES = requestOf('{ papers(first: 1) { nodes { title } } }');
const SLUGS = requestOf('{ papers(first: 1) { nodes { title slug } } }');
const NOTHING = requestOf('{ __typename }');

interface Kept {
  socket: Socket;
  /** What came so far. */
  received: () => string;
  /** Until so many answers began. */
  untilAnswers: (count: number) => Promise<void>;
  ended: Promise<unknown>;
}

async function keep(): Promise<Kept> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  return {
    socket,
    received: () => received,
    async untilAnswers(count) {
      while (statusesIn(received).length < count) await once(socket, 'data');
    },
    ended: once(socket, 'close'),
  };
}

const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

describe('a stop', () => {
  it.each([
    ['is new', 0],
    ['ran before', 1],
  ])(
    'answers what was read and %s, pipelined requests as well, and closes behind the last answer',
    async (_, before) => {
      const earlier = await keep();
      earlier.socket.write((TITLES + SLUGS).repeat(before));
      await earlier.untilAnswers(2 * before);
      const held = await holdTable(server.databaseUrl, 'papers');
      const { socket, received, ended } = await keep();
      socket.write(TITLES + SLUGS);
      await held.untilWaiting(2);

      const stopped = server.stop();
      await held.letGo();
      await Promise.all([stopped, ended]);

      expect(statusesIn(received())).toEqual([200, 200]);
      expect(received().match(/A paper/g)).toHaveLength(2);
      expect(received().match(/connection: close/gi)).toHaveLength(1);
    },
  );

  it('tells those who come meanwhile on a kept connection to come again elsewhere', async () => {
    const held = await holdTable(server.databaseUrl, 'papers');
    const slow = await keep();
    const kept = await keep();
    kept.socket.write(NOTHING);
    await kept.untilAnswers(1);
    slow.socket.write(TITLES);
    await held.untilWaiting(1);

    const stopped = server.stop();
    kept.socket.write(NOTHING);
    await kept.ended;
    await held.letGo();
    await Promise.all([stopped, slow.ended]);

    const [, refusal = ''] = kept.received().split(/(?=HTTP\/1\.1)/);
    expect(statusesIn(refusal)).toEqual([503]);
    expect(refusal).toMatch(/^retry-after: 1\r$/im);
    expect(refusal).toMatch(/^connection: close\r$/im);
    expect(refusal).toContain('"SERVICE_UNAVAILABLE"');
    expect(statusesIn(slow.received())).toEqual([200]);
  });

  it('waits neither for connections that are silent nor for half of a request', async () => {
    const silent = await keep();
    const used = await keep();
    used.socket.write(NOTHING);
    await used.untilAnswers(1);
    const half = await keep();
    half.socket.write(TITLES.slice(0, -10));
    const headless = await keep();
    headless.socket.write('POST /graphql HT');

    await server.stop();

    await Promise.all([silent, used, half, headless].map(({ ended }) => ended));
    expect(silent.received() + half.received() + headless.received()).toBe('');
  });
});

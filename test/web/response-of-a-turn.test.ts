import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { ResponseOfATurn } from '../../src/web/protocol/response-of-a-turn';

describe('the answers of a turn', () => {
  let server: Server;
  let url: string;

  beforeEach(async () => {
    server = createServer({ ServerResponse: ResponseOfATurn });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  /** Asks so often at once, and waits until all wait for an answer; responses and answers are in one order. */
  async function ask(times: number) {
    const responses: ResponseOfATurn[] = [];
    let left = times;
    const haveCome = new Promise<void>((resolve) => {
      server.on('request', (request, response) => {
        responses[Number(request.url!.slice(1))] = response;
        if (--left === 0) resolve();
      });
    });
    const answers = Array.from({ length: times }, async (_, index) => (await fetch(`${url}/${index}`)).text());
    await haveCome;
    return { responses, answers };
  }

  it('are sent once it ends, one right behind the other', async () => {
    const { responses, answers } = await ask(3);
    const sockets = responses.map(({ socket }) => socket!);
    let endedAtFirstFinish: boolean[] = [];
    responses[0]!.on('finish', () => (endedAtFirstFinish = responses.map((response) => response.writableEnded)));

    for (const [index, response] of responses.entries()) response.end(`answer ${index}`);
    await Promise.resolve();
    const sentInTheTurn = sockets.map((socket) => socket.bytesWritten);
    await turn();

    expect(sentInTheTurn).toEqual([0, 0, 0]);
    expect(endedAtFirstFinish).toEqual([true, true, true]);
    await expect(Promise.all(answers)).resolves.toEqual(['answer 0', 'answer 1', 'answer 2']);
  });

  it('are those that were made in it, and no later ones', async () => {
    const { responses, answers } = await ask(2);
    const [first, second] = responses as [ResponseOfATurn, ResponseOfATurn];

    first.end('early');
    await turn();
    const secondEndedWithTheFirst = second.writableEnded;
    second.write('la');
    second.end('te', 'latin1');

    expect(first.writableEnded).toBe(true);
    expect(secondEndedWithTheFirst).toBe(false);
    await expect(Promise.all(answers)).resolves.toEqual(['early', 'late']);
  });

  it('hold nothing up where a client went away', async () => {
    const { responses, answers } = await ask(2);
    const [gone, waiting] = responses as [ResponseOfATurn, ResponseOfATurn];
    const failed = expect(answers[0]).rejects.toThrow();

    gone.end('to nobody');
    gone.socket!.destroy();
    waiting.end('to somebody');

    await expect(answers[1]).resolves.toBe('to somebody');
    await failed;
  });
});

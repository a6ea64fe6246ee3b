import { Agent, request } from 'node:http';
import { pollUntil } from '../../src/lib/poll-until';
import { type RunningServer, startServer } from '../support/running-program';
import type { Answer } from '../support/test-server';

/** A server of several processes, and what its log tells of them. */
export interface RunningWorkers extends RunningServer {
  /** The processes that have come to answer requests, in their order, those that ended since among them. */
  begun: () => number[];
  /** Which processes have answered a request so far. */
  answered: () => Set<number>;
  /** How often a sentence is in the log. */
  told: (sentence: string) => number;
  /** Waits until a sentence was so often in the log; fails with what the log says where the server ends, or tells of a failure, before. */
  untilTold: (sentence: string, expected?: { times?: number; failure?: string }) => Promise<void>;
  /** Stops it unless it has ended. */
  end: () => Promise<void>;
}

interface Line {
  pid: number;
  msg: string;
  worker?: number;
}

/** Few connections, as other tests need some too. */
export async function startWorkers(env: Record<string, string>, count = 2): Promise<RunningWorkers> {
  const server = await startServer({ WORKERS: String(count), POOL: '4', SOURCES: 'off', ...env });
  const lines = () =>
    server
      .stderr()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  const told = (sentence: string) => lines().filter(({ msg }) => msg === sentence);
  const begun = () => told('a worker answers requests').map(({ worker }) => worker!);
  // What the log says may come a moment after what standard output says.
  await until(() => begun().length === count);
  const hasEnded = () => server.process.exitCode !== null || server.process.signalCode !== null;
  return {
    ...server,
    begun,
    answered: () => new Set(told('request').map(({ pid }) => pid)),
    told: (sentence) => told(sentence).length,
    async untilTold(sentence, { times = 1, failure = '' } = {}) {
      await until(() => {
        if (told(sentence).length >= times) return true;
        if (hasEnded() || told(failure).length > 0) throw new Error(`It never said '${sentence}': ${server.stderr()}`);
        return false;
      });
    },
    async end() {
      if (!hasEnded()) await server.stop();
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export async function until(isSo: () => boolean): Promise<void> {
  await pollUntil(() => Promise.resolve(isSo() || undefined), { withinMs: Infinity, everyMs: 20 });
}

export const NOTHING_CAME = 'Nothing came for 30 s.';

export interface HttpAnswer<Data> extends Answer<Data> {
  status: number;
}

/** A client that keeps one connection for as long as the server does, or makes one for each request. */
export class Client {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    { keepAlive }: { keepAlive: boolean },
  ) {
    this.agent = new Agent({ keepAlive, maxSockets: 1 });
  }

  /** Fails where the connection breaks, or nothing comes for so long that nothing will. */
  ask<Data>(query: string, variables: object = {}, token?: string): Promise<HttpAnswer<Data>> {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}/graphql`, { agent: this.agent, method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.once('error', reject);
        response.once('end', () => resolve({ status: response.statusCode!, ...(JSON.parse(text) as Answer<Data>) }));
      });
      sent.setTimeout(30_000, () => sent.destroy(new Error(NOTHING_CAME)));
      sent.once('error', reject);
      sent.end(JSON.stringify({ query, variables }));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

export const READ = '{ papers(first: 5) { nodes { title upvoteCount } } }';

/** Asks over ever new connections until each of so many processes has answered; answers how often. */
export async function askUntilAllAnswered(server: RunningWorkers, count = 2): Promise<number> {
  const client = new Client(server.url, { keepAlive: false });
  let asked = 0;
  do {
    expect(await client.ask(READ)).toMatchObject({ status: 200, data: {} });
    asked++;
  } while (server.answered().size < count);
  return asked;
}

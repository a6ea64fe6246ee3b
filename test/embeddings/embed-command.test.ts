import { once } from 'node:events';
import { answering, EmbeddingServer, silent } from '../support/embedding-server';
import { Fixtures, upTo } from '../support/fixtures';
import { runCommand, startCommand } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';

const KEY = 'sk-secret-of-these-tests';

let test: TestDatabase;
let server: EmbeddingServer;
beforeEach(async () => {
  [test, server] = await Promise.all([createTestDatabase(), EmbeddingServer.start()]);
  await new Fixtures(test.database).papers(upTo(20).map((number) => ({ title: `Paper ${number}` })));
});
afterEach(async () => {
  await Promise.all([test.drop(), server.stop()]);
});

function environment(model = 'words'): Record<string, string> {
  return { DATABASE_URL: test.url, EMBEDDINGS_URL: server.url, EMBEDDINGS_MODEL: model, EMBEDDINGS_API_KEY: KEY };
}

const run = (args: string[], env = environment()) => runCommand(['embed', ...args], env);

const embeddedTitles = async () => {
  const { rows } = await test.database.pool.query<{ title: string }>(
    'select title from papers join paper_embeddings on paper_id = id order by id desc',
  );
  return rows.map(({ title }) => title);
};

const titles = (from: number, to: number) =>
  upTo(20)
    .reverse()
    .slice(from, to)
    .map((number) => `Paper ${number}`);

/** Starts the command, and ends it by a signal while it waits for the third batch. */
async function endMidway(signal: NodeJS.Signals) {
  const usual = server.answerTo;
  const thirdIsAsked = new Promise<void>((resolve) => {
    server.answerTo = (texts) => {
      if (server.requests.length < 3) return usual(texts);
      resolve();
      return silent;
    };
  });
  const { process, stderr } = startCommand(['embed', '--batch', '4'], environment());
  await thirdIsAsked;
  process.kill(signal);
  const [status] = (await once(process, 'close')) as [number | null];
  server.answerTo = usual;
  return { status, stderr: stderr() };
}

describe('daily-papers embed', () => {
  it('embeds every paper, tells how far it is, and says what came of it', async () => {
    const first = await run(['--batch', '4']);
    expect(first).toEqual({
      status: 0,
      stdout: '20 embedded with "words", 0 unchanged.\n',
      stderr: [2, 4, 6, 8].map((tenths) => `embed papers ${tenths}0 %\n`).join(''),
    });
    expect(server.requests.map(({ body }) => body.input.length)).toEqual([4, 4, 4, 4, 4]);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);

    const again = await run(['--json']);
    expect(JSON.parse(again.stdout)).toEqual({
      model: 'words',
      embedded: 0,
      unchanged: 20,
      otherModels: [],
      dropped: false,
    });
    expect(server.requests).toHaveLength(5);
  });

  it.each([['SIGKILL' as const], ['SIGINT' as const]])(
    'goes on after %s where it was, with nothing twice but one batch',
    async (signal) => {
      const { status, stderr } = await endMidway(signal);
      expect(status).not.toBe(0);
      if (signal === 'SIGINT') expect(stderr).toContain('Stopped. What was embedded stays; run it again to go on.');
      expect(await embeddedTitles()).toEqual(titles(0, 8));

      server.requests.length = 0;
      expect((await run(['--batch', '4'])).stdout).toBe('12 embedded with "words", 8 unchanged.\n');
      expect(server.asked.flat()).toEqual(titles(8, 20));
      expect(await embeddedTitles()).toEqual(titles(0, 20));
    },
  );

  it('embeds beside the vectors of another model, names them, and drops them when told to', async () => {
    await run([], environment('old'));
    const beside = await run([], environment('new'));
    expect(beside.stdout).toBe(
      '20 embedded with "new", 0 unchanged.\nThere are 20 vectors of "old" as well: daily-papers embed --drop-others removes them.\n',
    );
    expect(await embeddedTitles()).toHaveLength(40);

    const dropped = await run(['--drop-others'], environment('new'));
    expect(dropped.stdout).toBe('0 embedded with "new", 20 unchanged.\n20 vectors of "old" were removed.\n');
    expect(await embeddedTitles()).toHaveLength(20);
  });

  it('drops nothing while papers are without a vector of the new model', async () => {
    await run([], environment('old'));
    server.answerTo = () => answering({ error: KEY }, 401);
    const refused = await run(['--drop-others'], environment('new'));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^127\.0\.0\.1:\d+ answered 401\. It wants another EMBEDDINGS_API_KEY\.\n$/);
    expect(await embeddedTitles()).toHaveLength(20);
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ['no endpoint', [], { EMBEDDINGS_URL: '' }, 'EMBEDDINGS_URL is not set;'],
    ['no model', [], { EMBEDDINGS_MODEL: '' }, 'EMBEDDINGS_URL is set, but EMBEDDINGS_MODEL is not;'],
    ['a key with a space', [], { EMBEDDINGS_API_KEY: `${KEY} ` }, 'EMBEDDINGS_API_KEY cannot be used;'],
    ['an endpoint that is away', [], { EMBEDDINGS_URL: 'http://127.0.0.1:1' }, '127.0.0.1:1 could not be read:'],
    ['no batch', ['--batch', '0'], {}, 'It takes a whole number from 1 to 256.'],
    ['too large a batch', ['--batch', '257'], {}, 'It takes a whole number from 1 to 256.'],
  ])('refuses %s in a sentence and with a status', async (_what, args, env, sentence) => {
    const refused = await run(args, { ...environment(), ...env });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(sentence);
    expect(refused.stderr).not.toMatch(/\n\s+at |sk-secret/);
  });
});

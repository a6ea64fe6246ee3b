import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { createApp } from '../src/app';
import { pathExists } from '../src/lib/path-exists';
import { Lifecycle } from '../src/web/lifecycle';
import { appSettings } from './support/app-settings';
import { untilWaiting } from './support/lock-waiters';
import { runCommand, RunningServer, startServer } from './support/running-program';
import { createEmptyDatabase } from './support/test-database';

const PAPERS = '{ papers(first: 100) { totalCount nodes { title authorCount publishedOn commentCount } } }';

interface Papers {
  data: { papers: { totalCount: number; nodes: { title: string }[] } };
}

async function ask(url: string, query = PAPERS): Promise<Papers> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Papers;
}

describe('serve with the embedded database', () => {
  let dataDir: string;
  let env: Record<string, string>;
  let server: RunningServer | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'daily-papers-serve-'));
    await chmod(dataDir, 0o755);
    env = { DATA_DIR: dataDir };
  });

  afterEach(async () => {
    if (server?.process.exitCode === null) await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('starts on an empty folder with the 36 bundled papers, and ends with 0', async () => {
    server = await startServer(env);

    const { data } = await ask(server.url);
    expect(data.papers.totalCount).toBe(36);
    expect(data.papers.nodes).toHaveLength(36);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);

    expect(await server.stop()).toBe(0);
    expect(server.stderr()).not.toContain('"level":50');
  });

  it('keeps what was stored when it is killed and started again', async () => {
    server = await startServer(env);
    expect((await runCommand(['users', 'create', 'ada'], env)).status).toBe(0);
    await server.stop('SIGKILL');

    server = await startServer(env);

    expect(await ask(server.url, '{ user(handle: "ada") { handle } }')).toMatchObject({
      data: { user: { handle: 'ada' } },
    });
    expect((await ask(server.url)).data.papers.totalCount).toBe(36);
  });

  it('refuses a second server on the folder in one sentence, while commands join', async () => {
    server = await startServer(env);

    const second = await runCommand(['serve'], { ...env, PORT: '0' });
    expect(second.status).toBe(1);
    expect(
      second.stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('{')),
    ).toEqual([expect.stringContaining(`already serves the data folder "${dataDir}"`)]);

    const listed = await runCommand(['tokens', 'list', '--json'], env);
    expect(listed).toMatchObject({ status: 0, stdout: '[]\n' });
    expect((await ask(server.url)).data.papers.totalCount).toBe(36);
  });

  it('starts empty with SAMPLE_DATA=off', async () => {
    server = await startServer({ ...env, SAMPLE_DATA: 'off' });
    expect((await ask(server.url)).data.papers.totalCount).toBe(0);
  });

  it('keeps the time zone of its first start', async () => {
    server = await startServer({ ...env, FEED_TIME_ZONE: 'America/New_York', SAMPLE_DATA: 'off' });
    await server.stop();
    server = await startServer({ ...env, FEED_TIME_ZONE: 'Asia/Tokyo', SAMPLE_DATA: 'off' });

    expect(await ask(server.url, '{ feedTimeZone }')).toMatchObject({ data: { feedTimeZone: 'America/New_York' } });
  });

  it.each([
    [{ PORT: 'http' }, 'PORT is "http"; it takes a whole number from 0 to 65535.'],
    [
      { FEED_TIME_ZONE: 'Mars/Olympus' },
      'FEED_TIME_ZONE is "Mars/Olympus"; it takes an IANA name such as Europe/Paris.',
    ],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is no PostgreSQL address'],
    [{ DATABASE_URL: 'postgresql://127.0.0.1:1/nothing' }, 'No PostgreSQL server answers at DATABASE_URL'],
    [
      { DATABASE_URL: 'postgresql://127.0.0.1:1/nothing', WORKERS: '2' },
      'No PostgreSQL server answers at DATABASE_URL',
    ],
    [{ WORKERS: '2', POOL: '1' }, 'WORKERS is 2, but POOL is 1'],
  ])('explains what is wrong with %j', async (wrong, sentence) => {
    const refused = await runCommand(['serve'], { PORT: '0', ...env, ...(wrong as Record<string, string>) });

    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(sentence);
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  });

  it.each(['1', '2'])('refuses a port that is taken in one sentence, with %s workers', async (workers) => {
    server = await startServer({ ...env, SAMPLE_DATA: 'off' });
    const { port } = new URL(server.url);

    const refused = await runCommand(['serve'], { DATA_DIR: join(dataDir, 'other'), PORT: port, WORKERS: workers });

    expect(refused).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'Another program listens on this port: stop it, or choose another with PORT. (EADDRINUSE)\n',
    });
    // Nothing was done before that was known.
    expect(await pathExists(join(dataDir, 'other'))).toBe(false);
  });

  it('refuses a data folder that is a file, with the reason', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');

    const refused = await runCommand(['serve'], { PORT: '0', DATA_DIR: file });

    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(`"${file}"`);
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('serve with a PostgreSQL server', () => {
  it('lets eight processes start at once on an empty database: each migration runs once, all serve', async () => {
    const { url, drop } = await createEmptyDatabase();
    const env = { DATABASE_URL: url, SAMPLE_DATA: 'on', POOL: '3' };

    const servers = await Promise.all(Array.from({ length: 8 }, () => startServer(env)));

    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string; count: string }>(
      'select name, count(*) from migrations group by name',
    );
    await client.end();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ count }) => Number(count) !== 1)).toEqual([]);
    for (const server of servers) expect((await ask(server.url)).data.papers.totalCount).toBe(36);
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual(Array(8).fill(0));
    await drop();
  }, 60_000);

  it('finishes what runs when it is stopped, and is not ready from that moment', async () => {
    const { url, drop } = await createEmptyDatabase();
    const server = await startServer({ DATABASE_URL: url, SAMPLE_DATA: 'on' });
    const blocker = new Client({ connectionString: url });
    const onlooker = new Client({ connectionString: url });
    await Promise.all([blocker.connect(), onlooker.connect()]);
    await blocker.query('begin; lock table totals in access exclusive mode');

    const running = ask(server.url);
    await untilWaiting(onlooker);
    const stopped = server.stop();
    await blocker.query('commit');

    expect((await running).data.papers.totalCount).toBe(36);
    expect(await stopped).toBe(0);
    await Promise.all([blocker.end(), onlooker.end()]);
    await drop();
  });
});

describe('readiness', () => {
  it('is false while starting and stopping, when GraphQL answers SERVICE_UNAVAILABLE', async () => {
    const lifecycle = new Lifecycle();
    const server = await createApp(lifecycle, pino({ level: 'silent' }), appSettings(lifecycle));
    const url = await server.listen({ host: '127.0.0.1', port: 0 });

    for (const name of ['starting', 'stopping'] as const) {
      lifecycle.phase = { name };
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      const readiness = await fetch(`${url}/readyz`);
      expect([readiness.status, await readiness.json()]).toEqual([503, { status: name }]);
      expect(await ask(url)).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    }
    await server.close();
  });
});

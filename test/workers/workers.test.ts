import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLUSTER_NAME } from '../../src/db/embedded/data-folder';
import { fillIndex } from '../../src/fill-index';
import { pathExists } from '../../src/lib/path-exists';
import { holdTable } from '../faults/held-table';
import { scrape } from '../metrics/scrape';
import { Fixtures, upTo } from '../support/fixtures';
import { runCommand } from '../support/running-program';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import {
  askUntilAllAnswered,
  Client,
  isAlive,
  NOTHING_CAME,
  READ,
  type RunningWorkers,
  startWorkers,
  until,
} from './running-workers';

const COUNT = '{ papers(first: 1) { totalCount } }';

let server: RunningWorkers;

describe('workers with the embedded database', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'daily-papers-workers-'));
    await chmod(dataDir, 0o755);
  });
  afterAll(async () => {
    await server.end();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('answer behind one port, have the sample once, and leave nothing running at their end', async () => {
    server = await startWorkers({ DATA_DIR: dataDir });
    const workers = server.begun();
    expect(new Set(workers).size).toBe(2);

    await askUntilAllAnswered(server);
    expect(server.answered()).toEqual(new Set(workers));
    const { data } = await new Client(server.url, { keepAlive: false }).ask<{ papers: { totalCount: number } }>(
      '{ papers { totalCount } }',
    );
    expect(data?.papers.totalCount).toBe(36);
    expect(await runCommand(['tokens', 'list', '--json'], { DATA_DIR: dataDir })).toMatchObject({ status: 0 });

    const postmaster = join(dataDir, CLUSTER_NAME, 'postmaster.pid');
    expect(await pathExists(postmaster)).toBe(true);
    expect(await server.stop()).toBe(0);
    expect(workers.filter(isAlive)).toEqual([]);
    expect(await pathExists(postmaster)).toBe(false);
    expect(server.stderr()).not.toContain('"level":50');
  });
});

describe('workers with a PostgreSQL server', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeEach(async () => {
    database = await createTestDatabase();
    await new Fixtures(database.database).papers(upTo(3).map(() => ({})));
    // Else one worker does so beside the requests, and waits for what a test holds.
    await fillIndex(database.database);
    env = { DATABASE_URL: database.url };
  });
  afterEach(async () => {
    await server.end();
    await database.drop();
  });

  it('answer behind one port, and have the connections of POOL among them', async () => {
    server = await startWorkers({ ...env, POOL: '3' });

    await askUntilAllAnswered(server);

    expect(server.answered()).toEqual(new Set(server.begun()));
    expect((await scrape(server)).get('daily_papers_pool_connections_max')).toBe(3);
  });

  it('are replaced when they are killed, while the others go on answering', async () => {
    server = await startWorkers(env);
    const [killed, other] = server.begun();
    let answers = 0;
    let isOver = false;
    const failures: string[] = [];
    const load = upTo(4).map(async () => {
      const client = new Client(server.url, { keepAlive: false });
      while (!isOver) {
        await client.ask(READ).then(
          () => answers++,
          (error: Error) => failures.push(error.message),
        );
      }
    });
    await until(() => answers > 10);

    process.kill(killed!, 'SIGKILL');
    await until(() => server.begun().length === 3);
    const replacement = server.begun()[2]!;
    await until(() => server.answered().has(replacement));
    isOver = true;
    await Promise.all(load);

    // What the killed one had taken is lost with it: at most one request of each client.
    expect(failures.length).toBeLessThanOrEqual(load.length);
    expect(failures).not.toContain(NOTHING_CAME);
    expect(isAlive(killed!)).toBe(false);
    expect(isAlive(other!)).toBe(true);
    const client = new Client(server.url, { keepAlive: false });
    for (let time = 0; time < 20; time++) expect(await client.ask(READ)).toMatchObject({ status: 200 });
    expect(await server.stop()).toBe(0);
  });

  it('are handed what one that was killed had not taken yet', async () => {
    server = await startWorkers(env);
    const [killed] = server.begun();
    // It goes on being handed connections, and takes none.
    process.kill(killed!, 'SIGSTOP');
    let answers = 0;
    const asked = upTo(4).map(async () => {
      const answer = await new Client(server.url, { keepAlive: false }).ask(READ);
      answers++;
      return answer;
    });
    await until(() => answers === 3);

    process.kill(killed!, 'SIGKILL');

    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ status: 200, data: {} });
  });

  it('answer what runs when the whole group is told to stop, and end with 0', async () => {
    server = await startWorkers(env);
    const workers = server.begun();
    const held = await holdTable(database.url, 'totals');
    // In turn, so each worker has one.
    const clients = [true, false].map((keepAlive) => new Client(server.url, { keepAlive }));
    const running = clients.map((client) => client.ask(COUNT));
    await held.untilWaiting(2);

    // As a terminal does it at Ctrl-C.
    for (const pid of workers) process.kill(pid, 'SIGINT');
    const stopped = server.stop('SIGINT');
    await server.untilTold('stopping');
    await held.letGo();

    for (const answer of await Promise.all(running)) expect(answer).toMatchObject({ status: 200, data: {} });
    expect(await stopped).toBe(0);
    expect(workers.filter(isAlive)).toEqual([]);
    clients.forEach((client) => client.close());
  });

  it('answer what runs and end by themselves when the primary is killed', async () => {
    server = await startWorkers(env);
    const held = await holdTable(database.url, 'totals');
    const running = upTo(2).map(() => new Client(server.url, { keepAlive: true }).ask(COUNT));
    await held.untilWaiting(2);

    // Settled once all have ended that write the log, which the workers do as well.
    const ended = server.stop('SIGKILL');
    await until(() => server.process.signalCode === 'SIGKILL');
    await held.letGo();

    for (const answer of await Promise.all(running)) expect(answer).toMatchObject({ status: 200, data: {} });
    await ended;
  });
});

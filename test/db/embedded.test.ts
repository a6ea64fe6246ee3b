import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedDatabase } from '../../src/db/embedded/open-embedded-database';
import { pollUntil } from '../../src/lib/poll-until';
import { Playground, query } from './embedded-playground';

let playground: Playground;
let dataDir: string;
let lockFile: string;

beforeAll(async () => {
  playground = await Playground.create();
  dataDir = playground.path('deep', 'data');
  lockFile = join(dataDir, 'postgresql-18', 'postmaster.pid');
});
afterAll(() => playground.cleanUp());

const open = (): Promise<EmbeddedDatabase> => playground.open(dataDir, 'serve');

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(lockFile, 'utf8'), 10);
}

/** What a killed server leaves behind; without a number, what a crash of the machine may leave. */
async function leaveLockFile(pid: string): Promise<void> {
  await writeFile(lockFile, pid && `${pid}\n${dataDir}\n0\n1\n\n127.0.0.1\n0 0\nready\n`);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lockFile, longAgo, longAgo);
}

async function expectToOpen(): Promise<void> {
  const database = await open();
  expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await database.close();
}

describe('openEmbeddedDatabase', () => {
  it('creates the folder and a database that is the same on every machine', async () => {
    const database = await open();
    const [row] = await query(
      database.url,
      `select current_database() as database, lower('ÄÖΣ') as folded, pg_encoding_to_char(encoding) as encoding,
              datlocprovider::text as provider, datlocale as locale, current_setting('TimeZone') as zone
         from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({
      database: 'daily_papers',
      folded: 'äöσ',
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      zone: 'UTC',
    });
    expect(database.notice).toBeUndefined();
    await database.close();
  });

  it('runs with durable writes, on the loopback address alone', async () => {
    const database = await open();
    const settings = await query<{ name: string; setting: string }>(
      database.url,
      `select name, setting from pg_settings
        where name in ('fsync', 'synchronous_commit', 'jit', 'max_connections', 'listen_addresses')`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      jit: 'off',
      max_connections: '100',
      listen_addresses: '127.0.0.1',
    });
    await database.close();
  });

  it('gives the application a role that owns its database and is no superuser', async () => {
    const database = await open();
    await query(database.url, 'create extension if not exists pg_trgm');
    const [role] = await query(database.url, 'select rolsuper, rolcreatedb from pg_roles where rolname = current_user');
    expect(role).toEqual({ rolsuper: false, rolcreatedb: true });
    await database.close();
  });

  it('keeps the passwords in a file for the owner alone, and asks for them', async () => {
    const database = await open();
    const { mode } = await stat(join(dataDir, 'postgresql-18', 'credentials.json'));
    expect(mode & 0o777).toBe(0o600);

    const wrong = new URL(database.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    await database.close();
  });

  it('stops the server at the last close, which may come twice', async () => {
    const database = await open();
    expect(existsSync(lockFile)).toBe(true);
    await Promise.all([database.close(), database.close()]);
    await database.close();
    expect(existsSync(lockFile)).toBe(false);
    await expect(query(database.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('keeps what was written', async () => {
    const first = await open();
    await query(first.url, `create table kept as select 'a row' as word`);
    await first.close();
    const second = await open();
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'a row' }]);
    await second.close();
  });

  it.each(['999999999', ''])('starts over a lock file that was left with the process number "%s"', async (pid) => {
    await (await open()).close();
    await leaveLockFile(pid);
    await expectToOpen();
  });

  it("starts over a lock file whose process number now belongs to another program of the server's user", async () => {
    await (await open()).close();
    const { uid, gid } = await stat(join(dataDir, 'postgresql-18'));
    const asOwner = process.getuid?.() === 0 ? { uid, gid } : {};
    const other = spawn('sleep', ['60'], { ...asOwner, cwd: '/' });
    await leaveLockFile(String(other.pid));
    await expectToOpen();
    other.kill();
  });

  it('brings a killed server back, at the same address and with every acknowledged row', async () => {
    const database = await open();
    await query(database.url, 'create table acknowledged as select generate_series(1, 100) as n');
    process.kill(await serverPid(), 'SIGKILL');

    const rows = await pollUntil(
      () => query(database.url, 'select count(*)::int as count from acknowledged').catch(() => undefined),
      { withinMs: 20_000, everyMs: 50 },
    );
    expect(rows).toEqual([{ count: 100 }]);
    await database.close();
    expect(existsSync(lockFile)).toBe(false);
  });
});

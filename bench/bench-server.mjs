import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { built, tell } from './project.mjs';

/**
 * The PostgreSQL server to measure on: the one that is named, or an embedded one that goes when it is closed.
 * `createDatabase` makes an empty one at the newest schema, in place of one of that name; `createBareDatabase` one without
 * any schema, or a copy.
 */
export async function openBenchServer(named = process.env.BENCH_DATABASE_URL) {
  const { url, close } = named ? { url: named, close: async () => {} } : await startEmbedded();
  const urlOf = (name) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return {
    urlOf,
    close,
    connected: (name, work) => connected(urlOf(name), work),
    createBareDatabase: (name, copyOf) => createBare(url, name, copyOf),
    async createDatabase(name) {
      await createBare(url, name);
      await migrated(urlOf(name));
    },
    dropDatabase: (name) => connected(url, (client) => client.query(`drop database if exists "${name}" with (force)`)),
  };
}

async function startEmbedded() {
  const folder = await mkdtemp(join(tmpdir(), 'daily-papers-'));
  // Started by root, the server runs as another user, who must reach the folder.
  await chmod(folder, 0o755);
  tell(`An embedded database starts in ${folder}.`);
  const { openEmbeddedDatabase } = built('db/embedded/open-embedded-database');
  const embedded = await openEmbeddedDatabase({ dataDir: join(folder, 'data'), use: 'serve' });
  const close = async () => {
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: embedded.url, close };
}

async function connected(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createBare(url, name, copyOf = 'template1') {
  await connected(url, async (client) => {
    await client.query(`drop database if exists "${name}" with (force)`);
    await client.query(`create database "${name}" template "${copyOf}"`);
  });
}

async function migrated(databaseUrl) {
  const { openDatabase } = built('db/open-database');
  const { entities } = built('slices');
  const opened = await openDatabase({ databaseUrl, dataDir: '', use: 'join', poolSize: 2, entities });
  await opened.close();
}

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { built, tell } from './project.mjs';

/**
 * The PostgreSQL server to measure on: the one of BENCH_DATABASE_URL, or an embedded one that goes when it is closed.
 * `createDatabase` makes an empty one at the newest schema, in place of one of that name.
 */
export async function openBenchServer() {
  const named = process.env.BENCH_DATABASE_URL;
  const { url, close } = named ? { url: named, close: async () => {} } : await startEmbedded();
  const urlOf = (name) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return {
    urlOf,
    close,
    connected: (name, work) => connected(urlOf(name), work),
    async createDatabase(name) {
      await connected(url, async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`);
        await client.query(`create database "${name}"`);
      });
      await migrated(urlOf(name));
    },
  };
}

async function startEmbedded() {
  const folder = await mkdtemp(join(tmpdir(), 'daily-papers-bench-'));
  // Started by root, the server runs as another user, who must reach the folder.
  await chmod(folder, 0o755);
  tell(`An embedded database for the measurement starts in ${folder}.`);
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

async function migrated(databaseUrl) {
  const { openDatabase } = built('db/open-database');
  const { entities } = built('slices');
  const opened = await openDatabase({ databaseUrl, dataDir: '', use: 'join', poolSize: 2, entities });
  await opened.close();
}

import 'reflect-metadata';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Database } from '../../src/db/database';
import { openEmbeddedDatabase } from '../../src/db/embedded/open-embedded-database';
import { migrate } from '../../src/db/migrate';
import { entities } from '../../src/slices';

const TEMPLATE = `dp_template_${process.pid}`;

/** Starts the database that the tests share, unless TEST_DATABASE_URL names one, and migrates the template that each test file clones. */
export default async function globalSetup(): Promise<void> {
  const server = process.env.TEST_DATABASE_URL ?? (await startEmbedded());
  process.env.DP_TEST_SERVER = server;
  process.env.DP_TEST_TEMPLATE = TEMPLATE;

  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${TEMPLATE}`;
  const database = await Database.connect({ url: url.href, poolSize: 2, entities });
  await migrate(database);
  await database.close();
}

async function startEmbedded(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'daily-papers-test-'));
  // Started by root, the server runs as another user, who must reach the folder.
  await chmod(dataDir, 0o755);
  const embedded = await openEmbeddedDatabase({ dataDir, use: 'serve' });
  globalThis.stopTestServer = () => embedded.close();
  process.env.DP_TEST_DATA_DIR = dataDir;
  return embedded.url;
}

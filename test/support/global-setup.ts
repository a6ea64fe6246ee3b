import 'reflect-metadata';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Database } from '../../src/db/database';
import { ADMIN_ROLE } from '../../src/db/embedded/create-cluster';
import { readCredentials } from '../../src/db/embedded/credentials';
import { CLUSTER_NAME } from '../../src/db/embedded/data-folder';
import { openEmbeddedDatabase } from '../../src/db/embedded/open-embedded-database';
import { migrate } from '../../src/db/migrate';
import { entities } from '../../src/slices';
import { rememberPasswordIn } from './secrets/known-secrets';
import { createRunFolder } from './secrets/run-folder';

const TEMPLATE = `dp_template_${process.pid}`;

/** Starts the database that the tests share, unless TEST_DATABASE_URL names one, and migrates the template that each test file clones. */
export default async function globalSetup(): Promise<void> {
  createRunFolder();
  const server = process.env.TEST_DATABASE_URL ?? (await startEmbedded());
  process.env.DP_TEST_SERVER = server;
  rememberPasswordIn(server);
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
  await stopSyncing(embedded.url, join(dataDir, CLUSTER_NAME));
  return embedded.url;
}

/** No test pulls the plug of this server, so nothing has to be on the disk; those that kill theirs have one of their own. */
async function stopSyncing(url: string, cluster: string): Promise<void> {
  const admin = new URL(url);
  admin.username = ADMIN_ROLE;
  admin.password = (await readCredentials(cluster)).adminPassword;
  admin.pathname = '/postgres';
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  await client.query('alter system set fsync = off');
  await client.query('alter system set full_page_writes = off');
  await client.query('select pg_reload_conf()');
  await client.end();
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { CLUSTER_NAME } from '../../src/db/embedded/data-folder';
import { logFiles } from './secrets/log-files';
import { searchLogs } from './secrets/log-search';
import { runFile } from './secrets/run-folder';

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/** Leaves nothing behind: neither the template nor the server that the set-up started, nor logs, if no secret is in them. */
export default async function globalTeardown(): Promise<void> {
  const client = new Client({ connectionString: process.env.DP_TEST_SERVER });
  await client.connect();
  await client.query(`drop database if exists ${process.env.DP_TEST_TEMPLATE} with (force)`);
  await client.end();
  await globalThis.stopTestServer?.();
  const dataDir = process.env.DP_TEST_DATA_DIR;
  searchLogs([...logFiles(), ...(dataDir ? [join(dataDir, CLUSTER_NAME, 'server.log')] : [])]);
  await rm(runFile(), { recursive: true });
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
}

import { rm } from 'node:fs/promises';
import { Client } from 'pg';

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/** Leaves nothing behind: neither the template nor the server that the set-up started. */
export default async function globalTeardown(): Promise<void> {
  const client = new Client({ connectionString: process.env.DP_TEST_SERVER });
  await client.connect();
  await client.query(`drop database if exists ${process.env.DP_TEST_TEMPLATE} with (force)`);
  await client.end();
  await globalThis.stopTestServer?.();
  if (process.env.DP_TEST_DATA_DIR) await rm(process.env.DP_TEST_DATA_DIR, { recursive: true, force: true });
}

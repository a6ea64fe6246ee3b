import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { Database } from '../../src/db/database';
import { entities } from '../../src/slices';
import { searchDatabase } from './secrets/database-search';

export interface TestDatabase {
  url: string;
  database: Database;
  drop: () => Promise<void>;
}

/** A database of its own for one test file: a clone of the migrated template that the global set-up made. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `dp_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template ${environment('DP_TEST_TEMPLATE')}`);
  const url = databaseUrl(name);
  const database = await Database.connect({ url, poolSize: 10, entities });
  return {
    url,
    database,
    async drop() {
      await searchDatabase(database.pool).finally(() => database.close());
      await onServer(`drop database ${name}`);
    },
  };
}

/** What another test server or test has made, by connections of its own. */
export async function joinTestDatabase(url: string): Promise<TestDatabase> {
  const database = await Database.connect({ url, poolSize: 10, entities });
  return { url, database, drop: () => database.close() };
}

/** An empty database, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `dp_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  return { url: databaseUrl(name), drop: () => onServer(`drop database ${name}`) };
}

export function databaseUrl(name: string): string {
  const url = new URL(environment('DP_TEST_SERVER'));
  url.pathname = `/${name}`;
  return url.href;
}

/** Not `with (force)`: that may not end an autovacuum worker, while a plain drop ends it and waits for connections that are closing. */
async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: environment('DP_TEST_SERVER') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the global set-up of the tests did not run.`);
  return value;
}

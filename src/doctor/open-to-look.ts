import { Client } from 'pg';
import { openEmbeddedDatabase } from '../db/embedded/open-embedded-database';
import type { DoctorSettings } from './settings';

const CONNECT_WITHIN_MS = 5_000;
/** Counting what search lacks reads a table of any size; nothing else here takes long. */
const STATEMENT_MS = 60_000;

export interface OpenedToLook {
  sql: Client;
  close: () => Promise<void>;
}

/** Connects to the database as it is: runs no migration, and PostgreSQL itself refuses whatever would write. */
export async function openToLook({ databaseUrl, dataDir }: DoctorSettings): Promise<OpenedToLook> {
  const embedded = databaseUrl === null ? await openEmbeddedDatabase({ dataDir, use: 'join' }) : null;
  const sql = new Client({
    connectionString: embedded?.url ?? (databaseUrl as string),
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    application_name: 'daily-papers doctor',
  });
  // A server that goes away fails the statement that waits for it, which is told of.
  sql.on('error', () => undefined);
  const close = async () => {
    await sql.end().catch(() => undefined);
    await embedded?.close();
  };
  try {
    await sql.connect();
    await sql.query(
      `set session characteristics as transaction read only; set lock_timeout = '2s'; set statement_timeout = ${STATEMENT_MS}`,
    );
    return { sql, close };
  } catch (error) {
    await close();
    throw error;
  }
}

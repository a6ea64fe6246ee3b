import type { PoolClient } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from './database';

/** The key of the advisory lock under which migrations run; any number, the same for every process. */
const MIGRATION_LOCK = 4_711_000_001;
const POLL_MS = 50;

/**
 * Brings the database to the newest schema; answers the names of the migrations that this process ran.
 * Any number of processes may call it at once: one runs them, the others wait for it.
 */
export async function migrate(database: Database): Promise<string[]> {
  return withMigrationLock(database, async () => {
    const ran = await database.dataSource.runMigrations();
    return ran.map((migration) => migration.name);
  });
}

/** Takes the newest migration back; for the test that up, down, up leaves the same schema. */
export async function revertNewestMigration(database: Database): Promise<void> {
  await withMigrationLock(database, () => database.dataSource.undoLastMigration());
}

async function withMigrationLock<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  try {
    await pollLock(client);
    return await work();
  } finally {
    // Ending the session frees the lock, whatever state it is in.
    client.release(true);
  }
}

/** Polls: a waiting `pg_advisory_lock` holds a snapshot, on which a concurrent index build of the holder would wait. */
async function pollLock(client: PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [MIGRATION_LOCK]);
    if (rows[0]?.held) return;
    await delay(POLL_MS);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { Migration, MigrationExecutor, QueryRunner } from 'typeorm';
import type { Database } from './database';
import { keepPatience, Patience, PATIENCE, patiently } from './migrating/patience';

/** The key of the advisory lock under which migrations run; any number, the same for every process. */
const MIGRATION_LOCK = 4_711_000_001;
const POLL_MS = 50;
/** What takes less is not told of. */
const TOLD_FROM_MS = 1_000;

/**
 * Brings the database to the newest schema, beside processes that read and write it; answers the names of the migrations
 * that this process ran. Any number of processes may call it at once: one runs them, the others wait for it.
 */
export async function migrate(database: Database, given: Partial<Patience> = {}): Promise<string[]> {
  const patience = { ...PATIENCE, ...given };
  return withMigrationLock(database, patience, async (sql) => {
    const executor = new MigrationExecutor(database.dataSource, sql);
    const pending = await executor.getPendingMigrations();
    for (const migration of pending) await run(executor, sql, migration, patience);
    return pending.map(({ name }) => name);
  });
}

/** Takes the newest migration back; for the test that up, down, up leaves the same schema. */
export async function revertNewestMigration(database: Database): Promise<void> {
  await withMigrationLock(database, PATIENCE, (sql) =>
    new MigrationExecutor(database.dataSource, sql).undoLastMigration(),
  );
}

async function run(executor: MigrationExecutor, sql: QueryRunner, migration: Migration, { tell }: Patience) {
  const beganAt = performance.now();
  const up = () => executor.executeMigration(migration);
  // One that is not a transaction is patient itself, with each of its steps.
  if (migration.instance?.transaction === false) await up();
  else await patiently(sql, migration.name, () => inTransaction(sql, up));
  const milliseconds = performance.now() - beganAt;
  if (milliseconds >= TOLD_FROM_MS) tell(`${migration.name} took ${(milliseconds / 1000).toFixed(1)} s`);
}

async function inTransaction(sql: QueryRunner, work: () => Promise<unknown>): Promise<void> {
  await sql.startTransaction();
  try {
    await work();
    await sql.commitTransaction();
  } catch (error) {
    // Where the connection is lost, this fails as well, and says less.
    await sql.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

/** Works on one connection, which holds the lock and waits for others as patience wants; migrations take as long as they take. */
async function withMigrationLock<T>(
  { dataSource }: Database,
  patience: Patience,
  work: (sql: QueryRunner) => Promise<T>,
): Promise<T> {
  const sql = dataSource.createQueryRunner();
  try {
    await pollLock(sql);
    // Compiling a batch takes longer than running it.
    await sql.query(`set lock_timeout = ${patience.lockMs}; set statement_timeout = 0; set jit = off`);
    keepPatience(sql, patience);
    return await work(sql);
  } finally {
    // A connection that is lost has lost its lock and settings with it.
    await sql
      .query(`select pg_advisory_unlock_all(); reset lock_timeout; reset statement_timeout; reset jit`)
      .catch(() => undefined);
    await sql.release();
  }
}

/** Polls: a waiting `pg_advisory_lock` holds a snapshot, on which a concurrent index build of the holder would wait. */
async function pollLock(sql: QueryRunner): Promise<void> {
  for (;;) {
    const [answer] = (await sql.query('select pg_try_advisory_lock($1) as held', [MIGRATION_LOCK])) as [
      { held: boolean },
    ];
    if (answer.held) return;
    await delay(POLL_MS);
  }
}

import type { MigrationInterface } from 'typeorm';
import { Database } from '../../src/db/database';
import { migrate } from '../../src/db/migrate';
import { backfill } from '../../src/db/migrating/backfill';
import { buildIndex } from '../../src/db/migrating/build-index';
import { addConstraint, forbidNull } from '../../src/db/migrating/constraints';
import { MigrationError } from '../../src/db/migrating/patience';
import { once, Step, takeSteps } from '../../src/db/migrating/steps';
import { entities } from '../../src/slices';
import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

/** A migration of the next release. */
function next(up: MigrationInterface['up'], transaction?: false): void {
  const migration = { name: 'Next1999000000000', up, down: () => Promise.resolve() };
  test.database.dataSource.migrations.push(transaction === undefined ? migration : { ...migration, transaction });
}
const nextSteps = (...steps: Step[]) => next((sql) => takeSteps(sql, steps), false);
const addColumn = () => next((sql) => sql.query('alter table papers add column pages integer'));

/** Reads papers in a transaction that keeps its lock and its snapshot until the work is done. */
async function whilePapersAreRead<T>(work: () => Promise<T>): Promise<T> {
  const reader = await test.database.pool.connect();
  try {
    await reader.query(
      `set application_name = 'a long report'; begin isolation level repeatable read; select from papers`,
    );
    return await work();
  } finally {
    await reader.query('rollback');
    reader.release();
  }
}

const rowsOf = async (sql: string) => (await test.database.pool.query<Record<string, unknown>>(sql)).rows;
const indexOf = (name: string) =>
  rowsOf(`select indisvalid, indisunique from pg_index where indexrelid = to_regclass('${name}')`);

async function addPapers(count: number, prefix = 'paper'): Promise<void> {
  await test.database.pool.query(`
    insert into papers (slug, title, title_key)
    select '${prefix}-' || n, repeat('x', n % 7), n % 100 from generate_series(1, ${count}) n`);
}

describe('a migration that cannot lock a table', () => {
  it('lets go of it, so that readers come in between, and tries again until it can', async () => {
    addColumn();
    const lines: string[] = [];
    let migrating: Promise<string[]> | undefined;

    await whilePapersAreRead(async () => {
      await new Promise<void>((resolve) => {
        const tell = (line: string) => void (lines.push(line), resolve());
        migrating = migrate(test.database, { lockMs: 50, tell });
      });
      expect(await rowsOf('select from papers')).toEqual([]);
      expect(await rowsOf(`select from pg_attribute where attname = 'pages'`)).toEqual([]);
    });

    expect(await migrating).toEqual(['Next1999000000000']);
    expect(await rowsOf('select pages from papers')).toEqual([]);
    expect(lines[0]).toMatch(
      /^Next1999000000000 did not get a lock within 50 ms \(the oldest transaction is that of process \d+, a long report, of \d+ s\); attempt 2 is in \d+ ms$/,
    );
  });

  it('gives up with a sentence once its patience is over, and is there for another time', async () => {
    addColumn();

    await whilePapersAreRead(async () => {
      const migrating = migrate(test.database, { lockMs: 20, totalMs: 0 });
      await expect(migrating).rejects.toThrow(MigrationError);
      await expect(migrating).rejects.toThrow(/^Next1999000000000 got no lock in 1 attempts \(.*a long report/);
    });

    expect(await migrate(test.database)).toEqual(['Next1999000000000']);
  });

  it('leaves its connection as it was', async () => {
    const url = new URL(test.url);
    url.searchParams.set('options', '-c statement_timeout=150 -c lock_timeout=70');
    const hurried = await Database.connect({ url: url.href, poolSize: 1, entities });
    hurried.dataSource.migrations.push({
      name: 'Long1999000000000',
      up: (sql) => sql.query('select pg_sleep(0.5)'),
      down: () => Promise.resolve(),
    });

    expect(await migrate(hurried)).toEqual(['Long1999000000000']);

    await expect(hurried.pool.query('select pg_sleep(5)')).rejects.toThrow('statement timeout');
    expect((await hurried.pool.query('show lock_timeout')).rows).toEqual([{ lock_timeout: '70ms' }]);
    const held = `
      select from pg_locks join pg_database d on d.oid = database where datname = current_database() and locktype = 'advisory'`;
    expect((await hurried.pool.query(held)).rows).toEqual([]);
    await hurried.close();
  });
});

describe('steps', () => {
  it('that are done stay done where a later one fails, and are not repeated', async () => {
    await addPapers(2500);
    const filled: number[] = [];
    let isBroken = true;
    nextSteps(
      once('papers.pages', 'alter table papers add column pages integer'),
      backfill({
        table: 'papers',
        key: 'id',
        fill(from, to) {
          filled.push(from);
          return `update papers set pages = length(title) where id >= ${from} and id < ${to} and pages is null`;
        },
      }),
      forbidNull('papers', ['pages']),
      addConstraint('papers', 'papers_pages_check', 'check (pages >= 0)'),
      buildIndex('papers_pages_idx', 'papers (pages, id)'),
      {
        what: 'The last step',
        run: () => (isBroken ? Promise.reject(new Error('the process ends')) : Promise.resolve()),
      },
    );

    await expect(migrate(test.database)).rejects.toThrow('the process ends');
    const state = `
      select attnotnull, (select convalidated from pg_constraint where conname = 'papers_pages_check') as "isChecked",
        (select indisvalid from pg_index where indexrelid = 'papers_pages_idx'::regclass) as "isIndexed",
        (select count(*) from pg_constraint where conname = 'papers_not_null_check') as "leftBehind",
        (select sum(pages) = sum(length(title)) from papers) as "isFilled"
      from pg_attribute where attrelid = 'papers'::regclass and attname = 'pages'`;
    const wanted = [{ attnotnull: true, isChecked: true, isIndexed: true, leftBehind: 0, isFilled: true }];
    expect(await rowsOf(state)).toEqual(wanted);
    expect(filled).toEqual([1, 501, 1001, 1501, 2001]);

    isBroken = false;
    expect(await migrate(test.database)).toEqual(['Next1999000000000']);
    expect(await rowsOf(state)).toEqual(wanted);
    expect(await migrate(test.database)).toEqual([]);
  });

  it('forbid null by what a check has shown, without a look at the rows under the lock', async () => {
    const url = new URL(test.url);
    url.searchParams.set('options', '-c client_min_messages=debug1');
    const talkative = await Database.connect({ url: url.href, poolSize: 1, entities });
    const told: string[] = [];
    const client = await talkative.pool.connect();
    client.on('notice', ({ message }) => told.push(message ?? ''));
    client.release();
    talkative.dataSource.migrations.push({
      name: 'Next1999000000000',
      transaction: false,
      up: (sql) => takeSteps(sql, [forbidNull('papers', ['abstract', 'doi'])]),
      down: () => Promise.resolve(),
    });

    await migrate(talkative);
    await talkative.close();

    const proven = (column: string) =>
      `existing constraints on column "papers.${column}" are sufficient to prove that it does not contain nulls`;
    expect(told).toEqual(expect.arrayContaining([proven('abstract'), proven('doi')]));
    // Which was shown without the lock, once for both.
    expect(told.filter((message) => message === 'verifying table "papers"')).toHaveLength(1);
  });

  it('fill rows that came meanwhile, and none of an empty table', async () => {
    await addPapers(10);
    const batches: string[] = [];
    const filling = (table: string) =>
      backfill({
        table,
        key: 'id',
        fill(from, to) {
          batches.push(`${table} from ${from} to ${to}`);
          return `insert into papers (id, slug, title, title_key) values (900, 'late', '', '') on conflict do nothing`;
        },
      });
    nextSteps(filling('papers'), filling('comments'));

    await migrate(test.database);

    expect(batches).toEqual(['papers from 1 to 501', 'papers from 501 to 1001']);
  });

  it('build an index anew that a failed build left behind', async () => {
    await addPapers(200);
    const unique = `create unique index concurrently papers_by_key_idx on papers (title_key)`;
    await expect(test.database.pool.query(unique)).rejects.toThrow('could not create unique index');
    expect(await indexOf('papers_by_key_idx')).toEqual([{ indisvalid: false, indisunique: true }]);
    nextSteps(buildIndex('papers_by_key_idx', 'papers (title_key)'));

    await migrate(test.database);

    expect(await indexOf('papers_by_key_idx')).toEqual([{ indisvalid: true, indisunique: false }]);
  });

  it('build an index beside a transaction that lasts longer than they wait for a lock, while others write', async () => {
    await addPapers(200);
    nextSteps(buildIndex('papers_by_key_idx', 'papers (title_key)'));
    const lines: string[] = [];
    let migrating: Promise<string[]> | undefined;

    await whilePapersAreRead(async () => {
      migrating = migrate(test.database, { lockMs: 20, tell: (line) => void lines.push(line) });
      for (let found: unknown[] = []; found.length === 0;) found = await indexOf('papers_by_key_idx');
      await addPapers(100, 'beside');
      expect(await indexOf('papers_by_key_idx')).toEqual([{ indisvalid: false, indisunique: false }]);
    });

    await migrating;
    expect(await indexOf('papers_by_key_idx')).toEqual([{ indisvalid: true, indisunique: false }]);
    expect(lines).toEqual([]);
  });
});

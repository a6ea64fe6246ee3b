import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

const pidOf = async (sql: { query: (text: string) => Promise<{ rows: { pid: number }[] }> }) =>
  (await sql.query('select pg_backend_pid() as pid')).rows[0]?.pid;
const terminate = (pid: number | undefined) => test.database.pool.query('select pg_terminate_backend($1)', [pid]);
const write = `insert into settings (name, value) values ('written', '')`;

async function expectNothingWritten(): Promise<void> {
  expect((await test.database.pool.query(`select from settings where name = 'written'`)).rows).toEqual([]);
}

describe('a transaction', () => {
  it('gives its connection back where the work fails, with nothing written', async () => {
    const { pool } = test.database;
    const failing = test.database.transaction(async (sql) => {
      await sql.query(write);
      throw new Error('the middle');
    });
    await expect(failing).rejects.toThrow('the middle');
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
    await expectNothingWritten();
  });

  it('whose connection is lost between two statements fails alone, and the pool gives that one to nobody', async () => {
    let lost: number | undefined;
    const cut = test.database.transaction(async (sql) => {
      await sql.query(write);
      lost = await pidOf(sql);
      // Not `once` of node:events, which would hear the error as well.
      const ended = new Promise<void>((resolve) => sql.once('end', resolve));
      await terminate(lost);
      await ended;
    });
    await expect(cut).rejects.toThrow();
    expect(test.database.pool.totalCount).toBe(1);
    expect(await pidOf(test.database.pool)).not.toBe(lost);
    await expectNothingWritten();
  });

  it('whose connection is lost during a statement fails alone as well', async () => {
    let lost: number | undefined;
    const cut = test.database.transaction(async (sql) => {
      await sql.query(write);
      lost = await pidOf(sql);
      await sql.query('select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(cut).rejects.toThrow();
    expect(await pidOf(test.database.pool)).not.toBe(lost);
    await expectNothingWritten();
  });
});

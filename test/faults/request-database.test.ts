import { AbandonedError } from '../../src/db/requests/database-failures';
import { RequestDatabase } from '../../src/db/requests/request-database';
import type { RequestPool } from '../../src/db/requests/request-pool';
import { rowsOf } from '../../src/db/sql';
import { upTo } from '../support/fixtures';
import { limitsWith } from '../../src/graphql/limits';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { testRequestPool } from '../support/test-request-pool';
import { until } from '../support/until';
import { holdTable } from './held-table';

const CONNECTIONS = 4;
const WRITE = `insert into settings (name, value) values ('written', '')`;

let test: TestDatabase;
let pool: RequestPool;
beforeEach(async () => {
  test = await createTestDatabase();
  pool = testRequestPool(test.url, limitsWith({ poolWaitMs: 20_000 }), CONNECTIONS);
});
afterEach(async () => {
  await pool.close();
  await test.drop();
});

async function written(): Promise<number> {
  return (await rowsOf(test.database.pool, `select from settings where name = 'written'`)).length;
}

const abandoned = new AbandonedError();
const pidOf = async (request: RequestDatabase) =>
  (await rowsOf<{ pid: number }>(request, 'select pg_backend_pid() as pid'))[0]?.pid;

describe('what a request has of the database', () => {
  it('reads no table whole where there is an index, however small it is', async () => {
    await rowsOf(test.database.pool, 'analyze settings');
    const plan = await rowsOf(new RequestDatabase(pool), `explain select from settings where name = 'written'`);
    expect(JSON.stringify(plan)).toMatch(/Index Only Scan|Index Scan/);
  });

  it('counts its statements, those of transactions as well', async () => {
    const request = new RequestDatabase(pool);
    await rowsOf(request, 'select 1');
    await request.transaction(async (sql) => {
      await rowsOf(sql, 'select 2');
      await rowsOf(sql, 'select 3');
    });
    expect(request.statementCount).toBe(3);
  });

  it('starts no statement once it has ended, and says why', async () => {
    const request = new RequestDatabase(pool);
    request.end(abandoned);
    await expect(request.query('select 1')).rejects.toBe(abandoned);
    await expect(request.transaction(() => Promise.resolve())).rejects.toBe(abandoned);
    expect([request.statementCount, pool.connections.totalCount]).toEqual([0, 0]);
    expect(request.signal.reason).toBe(abandoned);
  });

  it('ends statements, and keeps their connections', async () => {
    const request = new RequestDatabase(pool);
    const pid = await pidOf(request);
    const held = await holdTable(test.url, 'papers');
    const reading = request.query('select from papers');
    await held.untilWaiting(1);

    request.end(abandoned);

    await expect(reading).rejects.toBe(abandoned);
    await held.untilWaiting(0);
    await held.letGo();
    // It may be back a moment later than who waited for the statement.
    await until('the connection is back', () => pool.connections.idleCount === 1);
    expect(await pidOf(new RequestDatabase(pool))).toBe(pid);
  });

  it('leaves the line for a connection at its end', async () => {
    const lent = await Promise.all(upTo(CONNECTIONS).map(() => pool.connections.connect()));
    const request = new RequestDatabase(pool);
    const waiting = request.query('select 1');
    request.end(abandoned);
    await expect(waiting).rejects.toBe(abandoned);
    lent.forEach((client) => client.release());
    expect(await pidOf(new RequestDatabase(pool))).toEqual(expect.any(Number));
  });

  it('ends with none of the statements of others, however many end at once', async () => {
    const ends = async (index: number) => {
      const request = new RequestDatabase(pool);
      const sleeping = request.query('select pg_sleep(0.02)').then(
        () => 'slept',
        (error: unknown) => (error === abandoned ? 'ended' : error),
      );
      await new Promise((resolve) => setTimeout(resolve, index % 25));
      request.end(abandoned);
      return sleeping;
    };
    const runs = async (index: number) => {
      const [row] = await rowsOf<{ index: number }>(new RequestDatabase(pool), 'select $1::integer as index', [index]);
      return row?.index;
    };
    const [ended, ran] = await Promise.all([
      Promise.all(upTo(300).map(ends)),
      Promise.all(upTo(300).map(async (index) => [await runs(index), await runs(-index)])),
    ]);
    expect(ran).toEqual(upTo(300).map((index) => [index, -index]));
    expect(ended.filter((each) => each !== 'ended' && each !== 'slept')).toEqual([]);
    expect(ended).toContain('ended');
  });
});

describe('a transaction of a request that ends', () => {
  it('is rolled back in a statement, and its connection goes on', async () => {
    const held = await holdTable(test.url, 'papers');
    const request = new RequestDatabase(pool);
    const writing = request.transaction(async (sql) => {
      await sql.query(WRITE);
      await sql.query('select from papers');
    });
    await held.untilWaiting(1);

    request.end(abandoned);

    await expect(writing).rejects.toBe(abandoned);
    await held.letGo();
    expect([await written(), pool.connections.totalCount]).toEqual([0, 1]);
    expect(await pidOf(new RequestDatabase(pool))).toEqual(expect.any(Number));
  });

  it('is rolled back between two statements', async () => {
    const request = new RequestDatabase(pool);
    const writing = request.transaction(async (sql) => {
      await sql.query(WRITE);
      request.end(abandoned);
    });
    await expect(writing).rejects.toBe(abandoned);
    expect(await written()).toBe(0);
  });

  it('is there whole when it ends while it is committed', async () => {
    const held = await holdTable(test.url, 'papers');
    await test.database.pool.query(`
      create function wait_for_papers() returns trigger language plpgsql as 'begin perform from papers; return null; end';
      create constraint trigger wait after insert on settings deferrable initially deferred
        for each row execute function wait_for_papers()`);
    const request = new RequestDatabase(pool);
    const writing = request.transaction((sql) => sql.query(WRITE));
    await held.untilWaiting(1);

    request.end(abandoned);
    await held.letGo();

    expect(await writing).toMatchObject({ rowCount: 1 });
    expect(await written()).toBe(1);
  });
});

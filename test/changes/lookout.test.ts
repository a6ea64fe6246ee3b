import { Client } from 'pg';
import { committedSince, type Sight } from '../../src/changes/lookout/committed-since.query';
import { recordChanges } from '../../src/changes/record-change';
import type { SqlRunner } from '../../src/db/sql';
import { arxivRecord, importAll } from '../ingestion/stored-state';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let test: TestDatabase;
let clients: Client[];
let sight: Sight;

beforeEach(async () => {
  test = await createTestDatabase();
  clients = await Promise.all(
    [1, 2].map(async () => {
      const client = new Client({ connectionString: test.url });
      await client.connect();
      return client;
    }),
  );
  await look(null);
});
afterEach(async () => {
  for (const client of clients) await client.end();
  await test.drop();
});

/** Looks again, and answers the papers of what was committed. */
async function look(before: Sight | null = sight): Promise<(number | null)[] | null> {
  const { sight: now, changes } = await committedSince(test.database.pool, before);
  sight = now;
  return changes && changes.map(({ paperId }) => paperId).sort();
}

const change = (sql: SqlRunner, ...paperIds: number[]) =>
  recordChanges(
    sql,
    paperIds.map((paperId) => ({ kind: 'PAPER_UPVOTED', subject: ['Paper', paperId], paperId })),
  );

describe('a look at what was committed', () => {
  it('tells each change once, whatever was under way in between', async () => {
    const [one, other] = clients as [Client, Client];
    await one.query('begin');
    await change(one, 1);
    await other.query('begin');
    await change(other, 2);
    expect(await look()).toEqual([]);
    await other.query('commit');
    await change(test.database.pool, 3);
    expect(await look()).toEqual([2, 3]);
    expect(await look()).toEqual([]);
    await change(other, 4);
    await one.query('commit');
    expect(await look()).toEqual([1, 4]);
    expect(await look()).toEqual([]);
  });

  it('tells of what was rolled back nothing', async () => {
    const [one] = clients as [Client, Client];
    await one.query('begin');
    await change(one, 1);
    expect(await look()).toEqual([]);
    await one.query('rollback');
    expect(await look()).toEqual([]);
  });

  it('tells of an import that anything may have changed, even where no paper did', async () => {
    const record = arxivRecord('2601.00001', { reportedAt: '2026-01-01T00:00:00.000Z' });
    await importAll(test.database, [record]);
    expect(await look()).toBeNull();
    expect(await look()).toEqual([]);
    await importAll(test.database, [{ ...record, reportedAt: '2026-01-02T00:00:00.000Z' }]);
    expect(await look()).toBeNull();
  });

  it('tells one by one what is not too much', async () => {
    const many = Array.from({ length: 500 }, (_, at) => at);
    await change(test.database.pool, ...many);
    expect(await look()).toHaveLength(500);
    await change(test.database.pool, ...many, 500);
    expect(await look()).toBeNull();
    expect(await look()).toEqual([]);
  });

  it('tells of a database that was set back to a time before that anything may be otherwise', async () => {
    expect(await look({ ...sight, xmin: sight.xmin + 1000, xmax: sight.xmax + 1000 })).toBeNull();
  });
});

import { isAfter, type Position } from '../../src/changes/position';
import { forgetOldChanges } from '../../src/changes/retention.service';
import { CursorExpiredError, isAtHead, readHead, readStretch } from '../../src/changes/read-stretch.query';
import { settleTransactionOffset } from '../../src/changes/settle-offset.service';
import type { Database } from '../../src/db/database';
import { createTestDatabase } from '../support/test-database';
import { beginWith, readOnce as readStretchOnce, write } from './changes';

let database: Database;
let drop: () => Promise<void>;

beforeEach(async () => ({ database, drop } = await createTestDatabase()));
afterEach(() => drop());

const numbersOf = (stretch: Awaited<ReturnType<typeof readStretch>>) =>
  stretch.changes.map(({ subjectKey }) => Number(subjectKey));

const readOnce = (count: number, after: Position | null = null, size = 100) =>
  readStretchOnce(database.pool, count, after, size);

async function expectToRead(numbers: number[], after: Position | null = null): Promise<void> {
  expect(numbersOf(await readOnce(numbers.length, after))).toEqual(numbers);
}

const makeOld = (days: number) =>
  database.pool.query(`update changes set occurred_at = now() - ${days} * interval '1 day'`);

describe('readStretch', () => {
  it('reads what was committed in order, piece by piece', async () => {
    await write(database.pool, 1, 2);
    await write(database.pool, 3);
    const first = await readOnce(2, null, 2);
    expect([numbersOf(first), isAtHead(first)]).toEqual([[1, 2], false]);
    const second = await readOnce(1, first.until, 2);
    expect([numbersOf(second), isAtHead(second)]).toEqual([[3], true]);
    const third = await readStretch(database.pool, second.until, 2);
    expect([numbersOf(third), isAtHead(third), third.until]).toEqual([[], true, second.until]);
  });

  it('shows nothing behind a transaction that still runs, and loses nothing of it', async () => {
    const slow = await database.pool.connect();
    try {
      await write(database.pool, 1);
      await beginWith(slow, 2);
      await write(database.pool, 3);
      const before = await readOnce(1);
      expect(numbersOf(before)).toEqual([1]);
      await slow.query('commit');
      await expectToRead([2, 3], before.until);
    } finally {
      slow.release();
    }
  });

  it('does not wait for what writes in another database', async () => {
    const other = await createTestDatabase();
    const slow = await other.database.pool.connect();
    try {
      await beginWith(slow, 1);
      await write(database.pool, 2);
      await expectToRead([2]);
    } finally {
      await slow.query('rollback');
      slow.release();
      await other.drop();
    }
  });

  it('takes a place that was read for good, also where the horizon steps back behind it', async () => {
    const slow = await database.pool.connect();
    try {
      await beginWith(slow, 1);
      await write(database.pool, 2);
      const { rows } = await database.pool.query<{ transactionId: number; rowId: number }>(
        'select transaction_id as "transactionId", id as "rowId" from changes',
      );
      const stretch = await readStretch(database.pool, rows[0]!, 100);
      expect([numbersOf(stretch), isAtHead(stretch), stretch.until]).toEqual([[], true, rows[0]]);
    } finally {
      await slow.query('rollback');
      slow.release();
    }
  });

  it('goes on behind a transaction that was rolled back', async () => {
    const slow = await database.pool.connect();
    try {
      await beginWith(slow, 1);
      await write(database.pool, 2);
      await slow.query('rollback');
      await expectToRead([2]);
    } finally {
      slow.release();
    }
  });

  it('ends at a change that was read, never at the number of a transaction that a crash may give out again', async () => {
    await write(database.pool, 1);
    const { until } = await readOnce(1);
    for (let spent = 0; spent < 3; spent++) await database.pool.query('select pg_current_xact_id()');
    let head = await readHead(database.pool);
    while (isAfter(until, head)) head = await readHead(database.pool);
    expect(head).toEqual(until);
    expect((await readStretch(database.pool, until, 100)).until).toEqual(until);
  });
});

describe('forgetOldChanges', () => {
  it('forgets from the beginning on, and expires what pointed there', async () => {
    await write(database.pool, 1);
    const { until: early } = await readOnce(1);
    await write(database.pool, 2);
    const { until: late } = await readOnce(2);
    await makeOld(40);
    await write(database.pool, 3);
    expect(await forgetOldChanges(database, 30)).toBe(2);
    await expectToRead([3]);
    await expectToRead([3], late);
    await expect(readStretch(database.pool, early, 1)).rejects.toThrow(CursorExpiredError);
    expect(await forgetOldChanges(database, 30)).toBe(0);
  });

  it('keeps what is old behind what is young, so that nothing is missing in between', async () => {
    await write(database.pool, 1);
    await write(database.pool, 2);
    await database.pool.query(`update changes set occurred_at = now() - interval '40 days' where subject_id = '2'`);
    expect(await forgetOldChanges(database, 30)).toBe(0);
    await expectToRead([1, 2]);
  });

  it('leaves the head of a stream from which everything is gone where it was', async () => {
    await write(database.pool, 1);
    const { until: head } = await readOnce(1);
    await makeOld(40);
    await forgetOldChanges(database, 30);
    expect(await readHead(database.pool)).toEqual(head);
    await write(database.pool, 2);
    await expectToRead([2], head);
  });
});

describe('settleTransactionOffset', () => {
  it('goes on behind changes of a server whose transactions had higher numbers', async () => {
    await write(database.pool, 1);
    // As a dump of such a server brings them.
    await database.pool.query('update changes set transaction_id = transaction_id + 1000000000');
    await expectToRead([]);
    await settleTransactionOffset(database);
    await write(database.pool, 2);
    const [first, ...others] = (await readOnce(2)).changes;
    expect([first, ...others].map((change) => change?.subjectKey)).toEqual(['1', '2']);
    await expectToRead([2], first!.position);
  });

  it('changes nothing where the numbers are its own', async () => {
    await write(database.pool, 1);
    await settleTransactionOffset(database);
    const { rows } = await database.pool.query('select transaction_offset from change_stream');
    expect(rows).toEqual([{ transaction_offset: 0 }]);
  });

  it('refuses a place that the database was set back from', async () => {
    await write(database.pool, 1);
    const { until: head } = await readOnce(1);
    await database.pool.query('delete from changes');
    await expect(readStretch(database.pool, head, 1)).rejects.toThrow('set back');
  });
});

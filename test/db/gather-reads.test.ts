import { AbandonedError } from '../../src/db/requests/database-failures';
import { gatherReads, type ReadByKeys } from '../../src/db/requests/gather-reads';
import { RequestDatabase } from '../../src/db/requests/request-database';
import type { RequestPool } from '../../src/db/requests/request-pool';
import { rowsOf } from '../../src/db/sql';
import { limitsWith } from '../../src/graphql/limits';
import { holdTable } from '../faults/held-table';
import { upTo } from '../support/fixtures';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { testRequestPool } from '../support/test-request-pool';

let test: TestDatabase;
let pool: RequestPool;
beforeAll(async () => {
  test = await createTestDatabase();
  pool = testRequestPool(test.url, limitsWith({ poolWaitMs: 20_000 }), 4);
});
afterAll(async () => {
  await pool.close();
  await test.drop();
});

interface Timed {
  text: string;
  times: number;
}

/** Each key times the argument; waits where the table is held, and refuses what is no number. */
const READ = `
  select asked.text, asked.text::integer * $2::integer as times
  from unnest($1::text[]) as asked (text) left join papers on false`;

/** A reader that notes what keys its statements were given. */
function noting() {
  const given: (readonly string[])[] = [];
  const read: ReadByKeys<string, number, Timed> = async (sql, keys, factor) => {
    given.push(keys);
    const rows = await rowsOf<Timed>(sql, READ, [keys, factor]);
    return keys.map((key) => rows.find(({ text }) => text === key)!);
  };
  return { given, read: gatherReads(read) };
}

const request = () => new RequestDatabase(pool);
const timesOf = (values: Timed[]) => values.map(({ times }) => times);

describe('what requests read by keys at the same time', () => {
  it('is read in one statement, each key once, and each is given its own in its order', async () => {
    const { given, read } = noting();
    const databases = upTo(3).map(request);
    const [first, second, third] = await Promise.all([
      read(databases[0]!, ['2', '1'], 10),
      read(databases[1]!, ['1'], 10),
      read(databases[2]!, ['3', '2'], 10),
    ]);
    expect([first, second, third].map(timesOf)).toEqual([[20, 10], [10], [30, 20]]);
    expect(given).toEqual([['2', '1', '3']]);
    expect(databases.map(({ statementCount }) => statementCount)).toEqual([1, 1, 1]);
  });

  it('is one statement for each set of arguments', async () => {
    const { given, read } = noting();
    const asked: [string, number][] = [
      ['1', 10],
      ['1', 100],
      ['2', 10],
    ];
    const answers = await Promise.all(asked.map(([key, factor]) => read(request(), [key], factor)));
    expect(answers.map(timesOf)).toEqual([[10], [100], [20]]);
    expect(given).toEqual([['1', '2'], ['1']]);
  });

  it('is read apart for whoever asks for much', async () => {
    const { given, read } = noting();
    const many = upTo(21).map(String);
    const answers = await Promise.all([read(request(), many, 1), read(request(), ['1'], 1), read(request(), ['2'], 1)]);
    expect(answers.map(timesOf)).toEqual([upTo(21), [1], [2]]);
    expect(given).toEqual([many, ['1', '2']]);
  });

  it('is refused to nobody else, where PostgreSQL refuses what one asks', async () => {
    const { read } = noting();
    const asked = ['1', 'one', '2'].map((key) => read(request(), [key], 1));
    const answers = await Promise.allSettled(asked);
    expect(
      answers.map((answer) => (answer.status === 'fulfilled' ? timesOf(answer.value) : (answer.reason as unknown))),
    ).toEqual([[1], expect.objectContaining({ message: 'invalid input syntax for type integer: "one"' }), [2]]);
  });

  it('is read to the end for those who stay', async () => {
    const { read } = noting();
    const leaving = request();
    const held = await holdTable(test.url, 'papers');
    const asked = Promise.allSettled([read(leaving, ['1'], 1), read(request(), ['2'], 1)]);
    await held.untilWaiting(1);

    leaving.end(new AbandonedError());
    await held.letGo();

    const [left, stayed] = await asked;
    expect(left).toMatchObject({ status: 'rejected', reason: expect.any(AbandonedError) as AbandonedError });
    expect(stayed).toMatchObject({ status: 'fulfilled', value: [{ times: 2 }] });
  });
});

import { importRecords } from '../../src/ingestion/import-records';
import { type PaperRecord } from '../../src/ingestion/record';
import { castVotes } from '../../src/votes/upvote.service';
import { writeAlone } from '../../src/votes/write-votes.service';
import { expectCountsToHold } from '../support/invariants';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { arxivRecord, emptyTables, importAll, storedState } from './stored-state';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => emptyTables(test.database));
afterEach(() => expectCountsToHold(test.database));

function papers(count: number, fields: (at: number) => Partial<PaperRecord> = () => ({})): PaperRecord[] {
  return Array.from({ length: count }, (_, at) =>
    arxivRecord(`2601.${String(at + 1).padStart(5, '0')}`, {
      authors: [{ name: `Author ${at % 50}` }, { name: `Author ${at % 7}` }],
      ...fields(at),
    }),
  );
}

describe('importRecords beside others', () => {
  it('adds each paper once when two imports run at once', async () => {
    const records = papers(1_500);
    const [one, other] = await Promise.all([
      importAll(test.database, records),
      importAll(test.database, records.toReversed()),
    ]);
    expect(one.added + other.added).toBe(1_500);
    expect(one.unchanged + other.unchanged).toBe(1_500);
  });

  it('keeps counts right while people vote', async () => {
    const reportOf = (day: number) =>
      papers(20, (at) => ({ upvoteCount: day * (at + 1), reportedAt: `2026-01-${String(day).padStart(2, '0')}` }));
    await importAll(test.database, reportOf(1));
    await test.database.pool.query(
      `insert into users (handle, name, upvote_count) select 'user-' || n, 'User', 0 from generate_series(1, 10) n`,
    );
    const { rows: votes } = await test.database.pool.query<{ paperId: number; userId: number }>(
      'select p.id as "paperId", u.id as "userId" from users u, papers p order by u.id, p.id',
    );
    const importing = (async () => {
      for (let day = 2; day <= 15; day += 1) await importAll(test.database, reportOf(day));
    })();
    await Promise.all([importing, ...votes.map(({ paperId, userId }) => vote(paperId, userId))]);
    const { rows } = await test.database.pool.query(
      'select upvote_count - imported_upvote_count as votes, imported_upvote_count as imported from paper_stats order by paper_id limit 2',
    );
    expect(rows).toEqual([
      { votes: 10, imported: 15 },
      { votes: 10, imported: 30 },
    ]);
  });

  async function vote(paperId: number, userId: number): Promise<void> {
    await writeAlone(castVotes, test.database, { paperId, userId, detail: 'LINE' });
  }
});

describe('importRecords that is ended', () => {
  it('keeps whole batches of an import that the database ended, and repeats to the same end', async () => {
    const records = papers(1_500);
    await importAll(test.database, records);
    const whole = await storedState(test.database);
    await emptyTables(test.database);

    // The second batch fails at its last step but one, when most of its rows are written.
    await test.database.pool.query(`
      create function end_import() returns trigger language plpgsql as $$ begin
        if (select count(*) from papers) > 1000 then raise exception 'the import is ended'; end if;
        return new;
      end $$;
      create trigger end_import before insert on changes for each row execute function end_import();`);
    await expect(importAll(test.database, records)).rejects.toThrow('the import is ended');
    await expectCountsToHold(test.database);
    const { rows } = await test.database.pool.query('select count(*) from papers');
    expect(rows).toEqual([{ count: 1_000 }]);

    await test.database.pool.query('drop trigger end_import on changes; drop function end_import');
    expect(await importAll(test.database, records)).toMatchObject({ added: 500, unchanged: 1_000 });
    expect(await storedState(test.database)).toEqual(whole);
  });

  it('keeps what was imported before its records came to an early end', async () => {
    async function* failing() {
      for (const [at, record] of papers(1_500).entries())
        yield await Promise.resolve({ where: `record ${at}`, record });
      throw new Error('The records end here.');
    }
    await expect(importRecords(test.database, failing())).rejects.toThrow('The records end here.');
    const { rows } = await test.database.pool.query('select count(*) from papers');
    expect(rows).toEqual([{ count: 1_000 }]);
  });
});

import type { PoolClient } from 'pg';
import { isConflict } from '../../src/db/retry';
import { isUniqueViolation } from '../../src/db/unique-violation';
import type { RecordAuthor } from '../../src/ingestion/record';
import { mergePapers } from '../../src/merging/merge-papers.service';
import { arxivRecord, importAll } from '../ingestion/stored-state';
import { Fixtures, upTo } from '../support/fixtures';
import { expectKeptNamesToHold } from '../support/invariants';
import { untilWaiting } from '../support/lock-waiters';
import { randomNumbers } from '../support/random-numbers';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let test: TestDatabase;
let papers: number[];
let authors: number[];
beforeEach(async () => {
  test = await createTestDatabase();
  const fixtures = new Fixtures(test.database);
  papers = await fixtures.papers(upTo(10).map(() => ({})));
  authors = await fixtures.authors(upTo(8).map((number) => ({ name: `By hand ${number}` })));
  await fixtures.authorships(
    papers.flatMap((paper, at) => upTo(4).map((step) => ({ paper, author: authors[(at + step) % 8]! }))),
  );
});
afterEach(async () => {
  await expectKeptNamesToHold(test.database);
  await test.drop();
});

const namesOf = async (paper: number) => {
  const { rows } = await test.database.pool.query<{ names: string[] | null }>(
    'select author_names as names from papers where id = $1',
    [paper],
  );
  return rows[0]?.names;
};

describe('the names that a paper keeps', () => {
  const change = (text: string, ...values: unknown[]) => test.database.pool.query(text, values);

  it('follow each kind of statement', async () => {
    const [paper = 0] = papers;
    const [, , , , , fresh = 0] = authors;
    expect(await namesOf(paper)).toEqual(['By hand 2', 'By hand 3', 'By hand 4', 'By hand 5']);
    await change('delete from authorships where paper_id = $1 and position > 2', paper);
    expect(await namesOf(paper)).toEqual(['By hand 2', 'By hand 3']);
    await change('insert into authorships values ($1, 3, $2, $3)', paper, fresh, 'As printed');
    expect(await namesOf(paper)).toEqual(['By hand 2', 'By hand 3', 'By hand 6']);
    await change(`update authors set name = name || '!' where id = $1`, fresh);
    expect(await namesOf(paper)).toEqual(['By hand 2', 'By hand 3', 'By hand 6!']);
    await change('update authorships set position = 4 where paper_id = $1 and position = 1', paper);
    expect(await namesOf(paper)).toBeNull();
    await change('update authorships set position = 1 where paper_id = $1 and position = 4', paper);
    await change('update authorships set author_id = $2 where paper_id = $1 and position = 2', paper, authors[7]);
    expect(await namesOf(paper)).toEqual(['By hand 2', 'By hand 8', 'By hand 6!']);
    await change(
      'update authorships set paper_id = $2, position = 5 where paper_id = $1 and position = 3',
      paper,
      papers[6],
    );
    expect(await namesOf(paper)).toEqual(['By hand 2', 'By hand 8']);
    await expectKeptNamesToHold(test.database);
    await change('truncate authorships');
    expect(await namesOf(paper)).toEqual([]);
  });

  it('come with a paper that an import adds, which is not written a second time for them', async () => {
    await change(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'written again'; end $$;
      create trigger refuse before update on papers for each row execute function refuse()`);
    const people = [
      'Ada "A." \\\\ Oak\u0001\u007f',
      'Bö 木',
      'Cy\u2028\t',
      ...upTo(200).map((number) => `Person ${number}`),
    ];
    const records = [people, []].map((names, at) =>
      arxivRecord(`2601.0000${at}`, { authors: names.map((name) => ({ name, sourceAuthorId: name })) }),
    );
    await importAll(test.database, records);
    await change('drop trigger refuse on papers');
  });
});

describe('of two who change what a paper keeps at once, the second sees the first', () => {
  /** The second statement begins while the first is not committed, and waits for it. */
  async function expectToWait(first: string, second: string): Promise<void> {
    let waiting: Promise<unknown> | undefined;
    await test.database.transaction(async (sql) => {
      await sql.query(first);
      waiting = test.database.pool.query(second);
      await untilWaiting(test.database.pool);
    });
    await waiting;
  }
  const RENAME = `update authors set name = 'New' where id = 1`;
  const NAME_ON_PAPER = `insert into authorships values (1, 5, 1, 'Old')`;
  const MOVE = `update authorships set position = 9 where paper_id = 8 and position = 1`;
  const TAKE_OFF = 'delete from authorships where paper_id = 1 and position = 4';

  it.each([
    ['an author is named on a paper while their name changes', RENAME, NAME_ON_PAPER],
    ['the name of an author changes while they are named on a paper', NAME_ON_PAPER, RENAME],
    ['an author is moved while their name changes', RENAME, MOVE],
    ['the name of an author changes while they are moved', MOVE, RENAME],
    ['one author is taken off while another is added', NAME_ON_PAPER, TAKE_OFF],
    ['one author is added while another is taken off', TAKE_OFF, NAME_ON_PAPER],
  ])('%s', async (_case, first, second) => {
    await expectToWait(first, second);
    await expectKeptNamesToHold(test.database);
  });
});

describe('after a history of many writers at once', () => {
  it.each([1, 2])('every paper keeps the names of its authors (seed %d)', async (seed) => {
    const random = randomNumbers(seed);
    const oneOf = <T>(values: T[]): T => values[random(values.length)]!;
    const gappy = papers.slice(0, 2);
    let serial = 0;

    /** Statements that people send by hand, each on papers that imports leave alone. */
    const BY_HAND: ((sql: PoolClient) => Promise<unknown>)[] = [
      (sql) => sql.query('update authors set name = $2 where id = $1', [oneOf(authors), `Renamed ${++serial}`]),
      (sql) => sql.query(`update authors set name = $1 || id where id % 5 = $2`, [`Again ${++serial} `, random(5)]),
      (sql) =>
        sql.query(
          `insert into authorships select $1, coalesce(max(position), 0) + 1, $2, 'P.' from authorships where paper_id = $1::integer`,
          [oneOf(papers), oneOf(authors)],
        ),
      (sql) =>
        sql.query(
          `delete from authorships
           where paper_id = $1 and position = (select max(position) from authorships where paper_id = $1::integer)`,
          [oneOf(papers)],
        ),
      // What leaves a gap between positions, after which no names are kept, happens to two of the papers.
      (sql) =>
        sql.query('delete from authorships where paper_id = $1 and position = $2', [oneOf(gappy), 1 + random(5)]),
      (sql) =>
        sql.query('update authorships set position = position + 50 where paper_id = $1 and position = $2', [
          oneOf(gappy),
          1 + random(5),
        ]),
      // Two authors become one.
      (sql) =>
        sql.query(
          `update authorships a set author_id = $2 where author_id = $1 and paper_id = any ($3)
             and not exists (select from authorships b where b.paper_id = a.paper_id and b.author_id = $2)`,
          [oneOf(authors), oneOf(authors), papers],
        ),
    ];

    /** Statements by hand take locks in any order: whoever is ended again and again for the sake of others begins anew. */
    async function untilDone(work: () => Promise<unknown>): Promise<void> {
      for (let done = false; !done;) {
        done = await work().then(
          () => true,
          (error: unknown) => {
            if (!isConflict(error)) throw error;
            return false;
          },
        );
      }
    }

    async function byHand(steps: number): Promise<void> {
      for (let step = 0; step < steps; step++) {
        const work = random(4) > 0 ? [oneOf(BY_HAND)] : [oneOf(BY_HAND), oneOf(BY_HAND)];
        const once = () =>
          test.database.transaction(async (sql) => {
            for (const statement of work) await statement(sql);
          });
        // Two took one place; the one who came second has changed nothing.
        await untilDone(once).catch((error: unknown) => {
          if (!isUniqueViolation(error)) throw error;
        });
      }
    }

    /** People of whom some have an identifier, and are printed in several ways. */
    const someAuthors = (): RecordAuthor[] => {
      const people = new Set(upTo(random(6)).map(() => random(9)));
      return [...people].map((person) => ({
        name: person < 4 ? `Person ${person}${oneOf(['', ' Jr.', ' III'])}` : `By hand ${person}`,
        ...(person < 4 ? { sourceAuthorId: `p${person}` } : {}),
      }));
    };
    const reported = (format: 'arxiv-lines' | 'daily-papers-api') => ({
      format,
      reportedAt: new Date(2026, 0, 1, 0, 0, ++serial).toISOString(),
      authors: someAuthors(),
    });

    async function byImports(rounds: number): Promise<void> {
      for (let round = 0; round < rounds; round++) {
        const records = upTo(8).map((number) => arxivRecord(`2601.0000${number}`, reported('daily-papers-api')));
        await untilDone(() => importAll(test.database, records.slice(round === 0 ? 0 : random(8))));
      }
    }

    async function byMerging(rounds: number): Promise<void> {
      for (let round = 0; round < rounds; round++) {
        const title = `The same otherwise ${round}`;
        const records = [
          { title, ...reported('daily-papers-api') },
          arxivRecord(`2602.0000${round}`, reported('arxiv-lines')),
        ];
        await untilDone(() => importAll(test.database, records));
        const { rows } = await test.database.pool.query<{ id: number }>(
          'select id from papers where title = $1 or arxiv_id = $2 order by arxiv_id nulls first',
          [title, `2602.0000${round}`],
        );
        await untilDone(() => mergePapers(test.database, rows[0]!.id, rows[1]!.id));
      }
    }

    await Promise.all([byHand(40), byHand(40), byHand(40), byImports(8), byMerging(5)]);
    const { rows } = await test.database.pool.query<{ papers: number; kept: number; distinct: number }>(
      `select count(*) as papers, count(author_names) filter (where id <> all ($1)) as kept,
         count(distinct author_names::text) as distinct
       from papers`,
      [gappy],
    );
    expect(rows[0]?.papers).toBe(10 + 8 + 5);
    // Authors who are added and taken off at once may leave a gap on a paper of those that are written by hand.
    expect(rows[0]?.kept).toBeGreaterThanOrEqual(8 + 5);
    expect(rows[0]?.distinct).toBeGreaterThan(10);
    await test.database.pool.query('delete from papers where id % 2 = 0');
  });
});

import { Client } from 'pg';
import { Database } from '../../src/db/database';
import { migrate } from '../../src/db/migrate';
import { entities } from '../../src/slices';
import { describeSchema } from '../support/describe-schema';
import { expectCountsToHold } from '../support/invariants';
import { createEmptyDatabase, createTestDatabase } from '../support/test-database';

interface Traffic {
  during(work: () => Promise<void>): Promise<{ failures: string[]; requests: number }>;
  stop(): Promise<void>;
}
const { sqlClients } = jest.requireActual<{
  sqlClients: (url: string, paperCount: number) => { kind: string }[];
}>('../../bench/migrations/sql-traffic.mjs');
const { startTraffic } = jest.requireActual<{
  startTraffic: (clients: { kind: string }[], pauseMs: number) => Promise<Traffic>;
}>('../../bench/migrations/traffic.mjs');

const PAPER_COUNT = 3000;

/** Papers, people, votes and threads in the tables that were there from the beginning. */
const TOWN = `
  insert into users (handle, name) select 'user-' || n, 'User' from generate_series(1, 50) n;
  insert into authors (name, namesake) select 'Author ' || n, 1 from generate_series(1, 100) n;
  insert into papers (slug, title, title_key, abstract, published_on, author_count, categories)
    select n, 'Title ' || n, 'title' || n, 'Abstract', date '2024-01-01' + n % 400, 2, '{cs.LG}'
    from generate_series(1, ${PAPER_COUNT}) n;
  insert into paper_sources (paper_id, format, name, fetched_at, record)
    select id, 'listing', 'huggingface', now(), '{}' from papers;
  insert into authorships (paper_id, position, author_id, name_as_printed)
    select id, position, 1 + (id + position) % 100, 'A.' from papers, generate_series(1, 2) position;
  insert into upvotes (paper_id, user_id) select id, 20 + id % 30 from papers where id % 2 = 0;
  insert into comments (paper_id, author_id, body, created_at)
    select id, 20 + id % 30, 'So.', now() - interval '2 days' from papers, generate_series(1, 2) where id % 3 = 0;
  insert into comments (paper_id, parent_id, depth, author_id, body, created_at)
    select paper_id, id, 1, author_id, 'And so.', now() - interval '1 day' from comments where id % 4 = 0;
  insert into paper_links (paper_id, kind, url, added_by)
    select id, 'CODE', 'https://example.com', case when id % 2 = 0 then 1 end from papers where id % 5 = 0;
  insert into editions (date, paper_count) values ('2025-01-01', 100);
  insert into submissions (paper_id, edition_date, position, state)
    select id, '2025-01-01', id, 'LISTED' from papers where id <= 100;
  insert into paper_stats (paper_id, upvote_count, comment_count)
    select id, (select count(*) from upvotes where paper_id = id), (select count(*) from comments c where c.paper_id = p.id)
    from papers p;
  update users set upvote_count = (select count(*) from upvotes where user_id = id),
    comment_count = (select count(*) from comments where author_id = users.id);
  update authors set paper_count = (select count(*) from authorships where author_id = id);
  update totals set count = case name when 'papers' then ${PAPER_COUNT} else 100 end`;

/** The locks of an import that goes on: nobody who reads or writes waits for them, while every change of these tables does. */
const BE_IN_THE_WAY = `begin; lock table users, authors, papers, paper_stats, comments, submissions in row exclusive mode`;

it('every migration after the first runs beside readers and writers, none of whom fails, and lets go of what it cannot lock', async () => {
  const { url, drop } = await createEmptyDatabase();
  const database = await Database.connect({ url, poolSize: 3, entities });
  const { migrations } = database.dataSource;
  const later = migrations.splice(1);
  await migrate(database);
  await database.pool.query(TOWN);
  const importer = new Client({ connectionString: url });
  await importer.connect();
  const waited: string[] = [];

  const traffic = await startTraffic(sqlClients(url, PAPER_COUNT), 2);
  const { failures, requests } = await traffic.during(async () => {
    for (const migration of later) {
      migrations.push(migration);
      await importer.query(BE_IN_THE_WAY);
      let migrating: Promise<unknown> = Promise.resolve();
      await new Promise<void>((resolve, reject) => {
        const tell = (line: string) => {
          if (line.includes('did not get a lock')) waited.push(migration.constructor.name);
          resolve();
        };
        migrating = migrate(database, { lockMs: 50, tell });
        migrating.then(() => resolve(), reject);
      });
      await importer.query('rollback');
      await migrating;
    }
  });
  await traffic.stop();
  await importer.end();

  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(100);
  const ofTablesInUse = later.filter(({ transaction }) => transaction === false);
  expect(ofTablesInUse.length).toBeGreaterThan(5);
  expect(waited).toEqual(expect.arrayContaining(ofTablesInUse.map((migration) => migration.constructor.name)));

  // Those who do not know of scores yet do not keep them.
  await database.pool.query('select recompute_trending(array(select id from papers))');
  await expectCountsToHold(database);
  const fresh = await createTestDatabase();
  expect(await describeSchema(url)).toEqual(await describeSchema(fresh.url));
  await fresh.drop();
  await database.close();
  await drop();
});

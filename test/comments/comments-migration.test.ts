import { Database } from '../../src/db/database';
import { migrate, revertNewestMigration } from '../../src/db/migrate';
import { entities } from '../../src/slices';
import { expectCountsToHold } from '../support/invariants';
import { createEmptyDatabase, createTestDatabase } from '../support/test-database';

describe('the migration to places in the thread', () => {
  it('places the comments that are there by time, and the next ones after them', async () => {
    const { url, drop } = await createEmptyDatabase();
    const database = await Database.connect({ url, poolSize: 2, entities });
    await migrate(database);
    const names = database.dataSource.migrations.map((migration) => migration.constructor.name);
    const before = names.indexOf('Comments1764500000000');
    for (let left = names.length; left > before; left--) await revertNewestMigration(database);
    await database.pool.query(`
      insert into papers (slug, title, title_key) values ('a', 'A', 'a');
      insert into paper_sources (paper_id, format, name, fetched_at, record) values (1, 'listing', 'huggingface', now(), '{}');
      insert into paper_stats (paper_id, comment_count) values (1, 5);
      insert into comments (paper_id, parent_id, depth, body, created_at) values
        (1, null, 0, 'second', '2025-01-02'), (1, null, 0, 'first', '2025-01-01'),
        (1, 1, 1, 'later reply', '2025-01-04'), (1, 1, 1, 'reply', '2025-01-03'), (1, 4, 2, 'deeper', '2025-01-05');
      update totals set count = 1 where name = 'papers'; select recompute_trending('{1}')`);
    await migrate(database);
    await database.pool.query(`
      insert into comments (paper_id, body) values (1, 'third');
      insert into comments (paper_id, parent_id, depth, body) values (1, 1, 1, 'last reply');
      update paper_stats set comment_count = 7`);
    const bodies = async (place: string) =>
      (await database.pool.query<{ body: string }>(`select body from comments order by ${place}`)).rows.map(
        (row) => row.body,
      );
    expect(await bodies('place')).toEqual(['first', 'second', 'reply', 'deeper', 'later reply', 'last reply', 'third']);
    expect(await bodies('place_newest_first')).toEqual([
      'third',
      'second',
      'last reply',
      'later reply',
      'reply',
      'deeper',
      'first',
    ]);
    await expectCountsToHold(database);
    await database.close();
    await drop();
  });

  it('orders steps of every length as their numbers, and turned as their opposites', async () => {
    const { database, drop } = await createTestDatabase();
    const { rows } = await database.pool.query<{ upwards: boolean; downwards: boolean; apart: boolean }>(`
      with step as (
        select n, thread_step(n, false) as up, thread_step(n, true) as down
        from unnest(array[1, 2, 126, 127, 128, 129, 255, 256, 16383, 16384, 65535, 2097151, 2097152, 268435455]) n
      )
      select bool_and((a.n < b.n) = (a.up < b.up)) as upwards, bool_and((a.n < b.n) = (a.down > b.down)) as downwards,
        bool_and(substr(b.up, 1, length(a.up)) <> a.up and substr(b.down, 1, length(a.down)) <> a.down) as apart
      from step a join step b on a.n <> b.n`);
    expect(rows).toEqual([{ upwards: true, downwards: true, apart: true }]);
    await drop();
  });
});

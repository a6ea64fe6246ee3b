import { Database } from '../../src/db/database';
import { migrate, revertNewestMigration } from '../../src/db/migrate';
import { entities } from '../../src/slices';
import { expectCountsToHold } from '../support/invariants';
import { createEmptyDatabase } from '../support/test-database';

describe('the migration to trending scores', () => {
  it('scores the papers that are there, in the time zone of the feed', async () => {
    const { url, drop } = await createEmptyDatabase();
    const database = await Database.connect({ url, poolSize: 2, entities });
    await migrate(database);
    for (let left = database.dataSource.migrations.length; left > 1; left--) await revertNewestMigration(database);
    await database.pool.query(`
      insert into settings values ('feed_time_zone', 'Asia/Tokyo');
      insert into users (handle, name, upvote_count, comment_count) values ('ada', 'Ada', 1, 1);
      insert into papers (slug, title, title_key, published_on) values ('a', 'A', 'a', '2025-01-02'), ('b', 'B', 'b', null);
      insert into paper_sources (paper_id, format, name, fetched_at, record)
        select id, 'listing', 'huggingface', now(), '{}' from papers;
      insert into paper_stats (paper_id, upvote_count, imported_upvote_count, comment_count) values (1, 4, 3, 1), (2, 0, 0, 0);
      insert into upvotes (paper_id, user_id) values (1, 1);
      insert into comments (paper_id, author_id, body) values (1, 1, 'So.');
      update totals set count = 2 where name = 'papers';`);
    await migrate(database);
    await expectCountsToHold(database);
    await database.close();
    await drop();
  });
});

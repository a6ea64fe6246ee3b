import { Database } from '../../src/db/database';
import { migrate, revertNewestMigration } from '../../src/db/migrate';
import { entities } from '../../src/slices';
import { expectKeptNamesToHold } from '../support/invariants';
import { createEmptyDatabase } from '../support/test-database';

/** Papers of 0 to 5 authors, one of 150, and one whose positions have a gap. */
const TOWN = `
  insert into papers (slug, title, title_key) select n, 'Paper', n from generate_series(1, 1200) n;
  insert into authors (name) select 'Author ' || n from generate_series(1, 150) n;
  insert into authorships (paper_id, position, author_id, name_as_printed)
    select p.id, position, position, 'P.' from papers p, generate_series(1, 150) position
    where position <= case p.id when 7 then 150 else p.id % 6 end;
  delete from authorships where paper_id = 11 and position = 2`;

const KEPT = `
  select count(*) filter (where author_names is null)::integer as gaps,
    count(*) filter (where json_array_length(author_names) = 0)::integer as nameless,
    max(json_array_length(author_names)) as longest from papers`;

describe('the migration to names beside papers', () => {
  it('keeps the names of the papers that are there, and goes back and forth with them', async () => {
    const { url, drop } = await createEmptyDatabase();
    const database = await Database.connect({ url, poolSize: 2, entities });
    await migrate(database);
    const names = database.dataSource.migrations.map((migration) => migration.constructor.name);
    const before = names.indexOf('AuthorNames1764910000000');
    for (let left = names.length; left > before; left--) await revertNewestMigration(database);
    await database.pool.query(TOWN);
    for (let times = 0; times < 2; times++) {
      await migrate(database);
      await expectKeptNamesToHold(database);
      expect((await database.pool.query(KEPT)).rows).toEqual([{ gaps: 1, nameless: 200, longest: 101 }]);
      for (let left = names.length; left > before; left--) await revertNewestMigration(database);
    }
    await database.pool.query('delete from authorships where paper_id = 1');
    await migrate(database);
    await database.pool.query(`
      insert into papers (slug, title, title_key) values ('new', 'New', 'new');
      insert into authorships (paper_id, position, author_id, name_as_printed) values (1, 1, 9, 'P.');
      update authors set name = 'Renamed' where id in (2, 9)`);
    await expectKeptNamesToHold(database);
    const { rows } = await database.pool.query(
      `select author_names as names from papers where slug in ('1', 'new') order by id`,
    );
    expect(rows).toEqual([{ names: ['Renamed'] }, { names: [] }]);
    await database.close();
    await drop();
  });
});

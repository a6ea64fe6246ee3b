import { Client } from 'pg';
import { Database } from '../../src/db/database';
import { migrate, revertNewestMigration } from '../../src/db/migrate';
import { entities } from '../../src/slices';
import { createEmptyDatabase } from '../support/test-database';
import { describeSchema } from '../support/describe-schema';

describe('migrations', () => {
  let url: string;
  let drop: () => Promise<void>;
  let database: Database;

  beforeEach(async () => {
    ({ url, drop } = await createEmptyDatabase());
    database = await Database.connect({ url, poolSize: 4, entities });
  });

  afterEach(async () => {
    await database.close();
    await drop();
  });

  it('leave TypeORM nothing to add or drop', async () => {
    await migrate(database);

    const pending = await database.dataSource.driver.createSchemaBuilder().log();

    expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('lead to the same schema up, down and up again', async () => {
    await migrate(database);
    const before = await describeSchema(url);

    const { length } = database.dataSource.migrations;
    for (let left = length; left > 0; left--) await revertNewestMigration(database);
    const between = await describeSchema(url);
    await migrate(database);

    expect(between.filter((line) => !line.includes(' migrations'))).toEqual([]);
    expect(await describeSchema(url)).toEqual(before);
    expect(before.length).toBeGreaterThan(100);
  });

  it('run once each, however many processes start at once', async () => {
    const others = await Promise.all(Array.from({ length: 7 }, () => Database.connect({ url, poolSize: 2, entities })));

    const ran = await Promise.all([database, ...others].map((each) => migrate(each)));

    expect(ran.flat().sort()).toEqual(
      database.dataSource.migrations.map((migration) => migration.constructor.name).sort(),
    );
    await Promise.all(others.map((other) => other.close()));
  });

  it('give every foreign key a rule for the deletion of what it points to, and an index', async () => {
    await migrate(database);
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string; rule: string; isIndexed: boolean }>(`
      select conname as name, confdeltype as rule, exists (
        select from pg_index i where i.indrelid = conrelid and (i.indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey
      ) as "isIndexed"
      from pg_constraint where contype = 'f' order by conname`);
    await client.end();

    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter(({ rule }) => rule === 'a').map(({ name }) => name)).toEqual([]);
    expect(rows.filter(({ isIndexed }) => !isIndexed).map(({ name }) => name)).toEqual([]);
  });
});

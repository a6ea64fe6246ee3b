import { dataVersion, holdsVersion, storeVersion } from '../data-version.mjs';
import { loadPapers } from '../list/paper-database.mjs';
import { hashOfVoterToken } from '../peers/voter-token.mjs';
import { built, tell } from '../project.mjs';

const MADE_BY = [
  'migrations/1764000000000-initial-schema.ts',
  'bench/generate.mjs',
  'bench/words.mjs',
  'bench/random.mjs',
  'bench/list/paper-database.mjs',
  'bench/migrations/old-database.mjs',
];
/** So many people, the first ones, have a token to write with. */
export const WRITER_COUNT = 1000;

/** What later migrations touch besides what papers bring along. */
const BESIDES = [
  `insert into comments (paper_id, parent_id, depth, author_id, body, created_at)
   select paper_id, id, 1, author_id, 'A reply.', created_at + interval '1 hour' from comments where id % 4 = 0`,
  `update paper_stats set comment_count = said.count
   from (select paper_id, count(*) from comments group by 1) said where said.paper_id = paper_stats.paper_id`,
  `update users set comment_count = said.count
   from (select author_id, count(*) from comments group by 1) said where id = author_id`,
  `insert into paper_links (paper_id, kind, url, added_by)
   select id, 'CODE', 'https://example.org/' || id, case when id % 10 = 0 then 1 + id % 1000 end from papers where id % 5 = 0`,
  `insert into editions (date, paper_count) select published_on, count(*) from papers where id % 20 = 0 group by 1`,
  `insert into submissions (paper_id, edition_date, position, state, submitted_by_name)
   select id, published_on, id, 'LISTED', 'Somebody' from papers where id % 20 = 0`,
];

/** A new copy of the database with so many papers at the first schema; answers its name. */
export async function provideOldDatabase(server, paperCount) {
  const original = await provideOriginal(server, paperCount);
  const copy = `dp_bench_migrated_${paperCount}`;
  tell(`Copying ${original} to ${copy}.`);
  await server.createBareDatabase(copy, original);
  return copy;
}

async function provideOriginal(server, paperCount) {
  const name = `dp_bench_migrations_${paperCount}`;
  const version = dataVersion(...MADE_BY);
  if (await holdsVersion((work) => server.connected(name, work), version)) return name;

  tell(`Loading ${paperCount} papers into ${name}.`);
  await server.createBareDatabase(name);
  const database = await connectAt(server.urlOf(name), 1);
  await built('db/migrate').migrate(database);
  await database.close();
  await server.connected(name, async (client) => {
    await loadPapers(client, paperCount);
    for (const statement of BESIDES) await client.query(statement);
    await giveTokens(client);
    await client.query('vacuum analyze');
    await storeVersion(client, version);
  });
  return name;
}

async function giveTokens(client) {
  const ids = Array.from({ length: WRITER_COUNT }, (_, at) => at + 1);
  await client.query(
    `insert into access_tokens (user_id, name, secret_hash, scopes)
     select writer.id, 'bench', writer.hash, '{read,vote,write}' from unnest($1::integer[], $2::bytea[]) as writer (id, hash)`,
    [ids, ids.map(hashOfVoterToken)],
  );
}

/** The project's own database, which knows so many of its migrations, the oldest. */
export async function connectAt(url, migrationCount = Infinity) {
  const database = await built('db/database').Database.connect({ url, poolSize: 2, entities: [] });
  database.dataSource.migrations.splice(migrationCount);
  return database;
}

// Fills our database of the yardstick (DATABASE_URL) from its base data (BASE_DB on the same server); does nothing where that is done.
import { execFileSync } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { dataVersion, holdsVersion, storeVersion } from '../data-version.mjs';
import { projectRoot } from '../project.mjs';
import { fillSearchIndex } from '../search/fill-index.mjs';
import { copies } from './base-data.mjs';
import { hashOfVoterToken, VOTER_COUNT } from './voter-token.mjs';

const { DATABASE_URL, BASE_DB, PGDATABASE, N } = process.env;
if (!DATABASE_URL || !BASE_DB || !PGDATABASE || !N) {
  throw new Error(
    'DATABASE_URL, PGDATABASE and BASE_DB name the database to fill and the one to fill it from, N says how many papers it has; the yardstick sets them.',
  );
}

const version = dataVersion('migrations', 'src/indexing', 'src/words', 'bench/peers');
const isLoaded = (database) => holdsVersion((work) => connected(database, work), version);
if (!(await isLoaded(PGDATABASE))) await load();

async function load() {
  const twin = await findTwin();
  await connected('postgres', async (server) => {
    await server.query(`drop database if exists "${PGDATABASE}" with (force)`);
    await server.query(`create database "${PGDATABASE}" ${twin ? `template "${twin}"` : ''}`);
  });
  if (!twin) await fill();
}

/** The database of another contender of ours with the same data. */
async function findTwin() {
  const { rows } = await connected('postgres', (server) =>
    server.query(`select datname as name from pg_database where datname ~ ('^daily_papers\\w*_' || $1 || '$')`, [N]),
  );
  for (const { name } of rows) if (name !== PGDATABASE && (await isLoaded(name))) return name;
  return null;
}

async function fill() {
  execFileSync(process.execPath, ['dist/src/cli.js', 'migrate'], { cwd: projectRoot, stdio: 'inherit' });
  await connected(BASE_DB, (base) =>
    connected(PGDATABASE, async (own) => {
      // The base data are known to fit together: looking each foreign key up would be most of the work.
      await own.query('set session_replication_role = replica');
      for (const [target, source] of copies) {
        // A comment gets its place in the thread by a trigger, which does not run for a replica.
        if (target.startsWith('comments ')) await own.query('reset session_replication_role');
        await pipeline(
          base.query(copyTo(`copy (${source}) to stdout`)),
          own.query(copyFrom(`copy ${target} from stdin`)),
        );
      }
      await addTokens(own);
      await finish(own);
    }),
  );
}

async function addTokens(own) {
  const { rows } = await own.query('select id from users order by id desc limit $1', [VOTER_COUNT]);
  const ids = rows.map((row) => row.id);
  await own.query(
    `insert into access_tokens (user_id, name, secret_hash, scopes)
     select voter.id, 'bench', voter.hash, '{read,vote}' from unnest($1::integer[], $2::bytea[]) as voter (id, hash)`,
    [ids, ids.map(hashOfVoterToken)],
  );
}

async function finish(own) {
  for (const table of ['authors', 'users', 'papers', 'comments']) {
    await own.query(`select setval(pg_get_serial_sequence('${table}', 'id'), max(id)) from ${table}`);
  }
  await own.query(`update totals set count = (select count(*) from papers) where name = 'papers'`);
  await own.query(`update totals set count = (select count(*) from authors) where name = 'authors'`);
  await own.query('analyze');
  // Triggers keep them, which did not run.
  await own.query('select keep_author_names(array(select id from papers))');
  // Else the server would do so while it is measured.
  await fillSearchIndex(DATABASE_URL);
  await own.query('vacuum analyze');
  await storeVersion(own, version);
  await own.query('checkpoint');
}

async function connected(database, work) {
  const url = new URL(DATABASE_URL);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

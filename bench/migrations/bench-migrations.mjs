import { startApi } from '../list/child-server.mjs';
import { built, tell } from '../project.mjs';
import { whole } from '../table.mjs';
import { apiClients } from './api-traffic.mjs';
import { startLongReader } from './long-reader.mjs';
import { nextMigration } from './next-migration.mjs';
import { connectAt, provideOldDatabase } from './old-database.mjs';
import { sqlClients } from './sql-traffic.mjs';
import { startTraffic } from './traffic.mjs';

/**
 * Runs every migration after the first one by itself while clients read and write in SQL, then one of the next release
 * while the API serves. A transaction of some seconds is in the way all the time.
 */
export async function benchMigrations(server, { paperCounts }) {
  const results = [];
  for (const papers of paperCounts) {
    const name = await provideOldDatabase(server, papers);
    const url = server.urlOf(name);
    const database = await connectAt(url);
    const known = [...database.dataSource.migrations];
    const reader = await startLongReader(url);
    try {
      results.push(...(await underSql(url, database, known, papers)));
      await spareFirstStart(server, name);
      results.push(...(await underApi(url, database, known, papers)));
    } finally {
      await reader.stop();
      await database.close();
    }
  }
  return results;
}

async function underSql(url, database, known, papers) {
  const traffic = await startTraffic(sqlClients(url, papers), 20);
  try {
    const results = [await resultOf(traffic, papers, 'none', quiet)];
    for (let count = 2; count <= known.length; count++) {
      use(database, known.slice(0, count));
      results.push(await resultOf(traffic, papers, known[count - 1].constructor.name, () => migrated(database)));
    }
    return results;
  } finally {
    await traffic.stop();
  }
}

/**
 * Spares the server what it does at its first start and beside the first requests: to score all papers in the time zone of the
 * feed, and to read them for search. Both are busy for a long time, and have nothing to do with migrations.
 */
async function spareFirstStart(server, name) {
  const { INDEX_VERSION } = built('indexing/indexed-paper');
  await server.connected(name, async (client) => {
    await client.query(`insert into paper_terms (paper_id, version, length, terms) select id, $1, 0, '' from papers`, [
      INDEX_VERSION,
    ]);
    await client.query(`insert into settings (name, value) values ('feed_time_zone', 'UTC')`);
    await client.query(`update authors set name_parts = '{}' where name_parts is null`);
    await client.query('vacuum analyze');
  });
}

async function underApi(url, database, known, papers) {
  const api = await startApi(url);
  const traffic = await startTraffic(apiClients(api.url, papers), 100);
  try {
    use(database, [...known, nextMigration()]);
    // A process that just began compiles what it is asked often.
    await quiet();
    return [
      await resultOf(traffic, papers, 'none, API', quiet),
      await resultOf(traffic, papers, 'an example, API', () => migrated(database)),
    ];
  } finally {
    await traffic.stop();
    await api.stop();
  }
}

function use({ dataSource }, migrations) {
  dataSource.migrations.splice(0, Infinity, ...migrations);
}

/** How things go without a migration, for comparison. */
async function quiet() {
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  return 0;
}

/** Answers how often it was tried again. */
async function migrated(database) {
  let retries = 0;
  await built('db/migrate').migrate(database, {
    tell(line) {
      tell(line);
      if (line.includes('did not get a lock')) retries++;
    },
  });
  return retries;
}

async function resultOf(traffic, papers, migration, work) {
  tell(`With ${papers} papers: ${migration}.`);
  const { result, failures, ...figures } = await traffic.during(work);
  for (const failure of failures.slice(0, 3)) tell(`Failed: ${failure}`);
  tell(
    `${whole(figures.requests)} requests, the slowest of ${whole(figures.slowestMs)} ms; ${failures.length} failed.`,
  );
  return { papers, migration, retries: result, ...figures, failures: failures.length };
}

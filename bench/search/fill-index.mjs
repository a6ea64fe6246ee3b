import pg from 'pg';
import { built, tell } from '../project.mjs';

const INDEX_TABLES = ['paper_terms', 'paper_tokens', 'search_tokens', 'search_words', 'authors'];
const TOLD_EVERY_MS = 10_000;

/** Brings the papers and names that search does not find yet into its index. */
export async function fillSearchIndex(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: indexes } = await client.query(
      `select format('%I.%I', schemaname, indexname) as name, indexdef as definition from pg_indexes
       where schemaname = 'public' and tablename = any ($1) and indexdef ilike '%using gin%'`,
      [INDEX_TABLES],
    );
    // Adding a million papers to a GIN index batch by batch takes far longer than making it of all. Meanwhile one that
    // holds nothing stands in its place, since the program names it.
    await remake(client, indexes, ' where false');
    await indexPapers(databaseUrl);
    await remake(client, indexes, '');
  } finally {
    await client.end();
  }
}

async function remake(client, indexes, condition) {
  for (const { name, definition } of indexes) {
    await client.query(`drop index ${name}`);
    await client.query(definition + condition);
  }
}

async function indexPapers(databaseUrl) {
  const { fillIndex } = built('fill-index');
  const { openDatabase } = built('db/open-database');
  const { entities } = built('slices');
  const opened = await openDatabase({ databaseUrl, dataDir: '', use: 'join', poolSize: 4, entities });
  let toldAt = performance.now();
  const onProgress = (count) => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    tell(`${count} papers are in the search index.`);
  };
  try {
    await fillIndex(opened.database, { onProgress });
  } finally {
    await opened.close();
  }
}

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { startApi } from '../../list/child-server.mjs';
import { projectRoot, tell } from '../../project.mjs';
import { pickSome, randomFrom } from '../../random.mjs';
import { importFiles } from '../import-files.mjs';
import { openSearch, rowOf } from '../search-client.mjs';
import { idsByTitle, knownItemQueries } from './known-items.mjs';

const DATA = join(projectRoot, '../shared/data');
const DATABASE = 'dp_bench_known_items';
const FIRST = 10;
const MISSES_SHOWN = 10;

const PAPERS = `
  select id, title, coalesce(abstract, '') as abstract, extract(year from published_on)::integer as year,
    array(select name_as_printed from authorships where paper_id = papers.id order by position) as authors
  from papers order by id`;

/** Looks for papers of real sources by what somebody who knows them would remember; null where there are no such data. */
export async function benchKnownItems(server, { sample, mode }) {
  if (!existsSync(DATA)) {
    tell(`Known items are left out: there is no folder ${DATA}.`);
    return null;
  }
  tell('Importing the real papers.');
  await importFiles(server, DATABASE, await filesOfSources());
  const { rows: papers } = await server.connected(DATABASE, (client) => client.query(PAPERS));
  const asked = pickSome(randomFrom(1), Math.min(sample, papers.length), papers.length).map((at) => papers[at]);
  const api = await startApi(server.urlOf(DATABASE));
  const search = openSearch(api.url, { fields: 'id title', mode });
  try {
    const titled = idsByTitle(papers);
    const kinds = [];
    for (const [kind, queryOf] of Object.entries(knownItemQueries(papers))) {
      tell(`Looking for ${asked.length} of ${papers.length} papers by ${kind}.`);
      const isTitle = kind.startsWith('title');
      const wanted = asked.map((paper) => ({
        query: queryOf(paper),
        title: paper.title,
        ids: isTitle ? titled(paper.title) : [paper.id],
      }));
      kinds.push({ kind, ...(await look(search, wanted)) });
    }
    return { papers: papers.length, kinds };
  } finally {
    search.close();
    await api.stop();
  }
}

/** Test collections are no papers of a source. */
async function filesOfSources() {
  const entries = await readdir(DATA, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.parentPath !== DATA)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(DATA, path).startsWith('relevance'))
    .sort();
}

async function look(search, wanted) {
  const asked = wanted.filter(({ query }) => query !== null);
  const misses = [];
  let first = 0;
  let firstTen = 0;
  for (const { query, title, ids } of asked) {
    const { papers } = await search.ask({ query, first: FIRST });
    const index = papers.findIndex((paper) => ids.includes(rowOf(paper)));
    if (index === 0) first++;
    if (index >= 0) firstTen++;
    if (index !== 0) misses.push({ query, title, rank: index + 1 || null, instead: papers[0]?.title ?? null });
  }
  return {
    queries: asked.length,
    first: first / asked.length,
    firstTen: firstTen / asked.length,
    // What was not found at all says most.
    misses: misses.sort((one, other) => (other.rank ?? 99) - (one.rank ?? 99)).slice(0, MISSES_SHOWN),
  };
}

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../../list/child-server.mjs';
import { projectRoot, tell } from '../../project.mjs';
import { importFiles } from '../import-files.mjs';
import { openSearch } from '../search-client.mjs';
import { bm25Search } from './bm25.mjs';
import { exhaustiveSearch } from '../exhaustive.mjs';
import { writeCollection } from './collection-papers.mjs';
import { meansOf } from './metrics.mjs';
import { readCollection } from './smart-collection.mjs';

const CRANFIELD = join(projectRoot, '../shared/data/relevance/cranfield');
const DATABASE = 'dp_bench_relevance';
const FIRST = 100;

/** Asks the queries of test collections, and holds the answers against what people judged to be relevant. */
export async function benchRelevance(server, { collection, mode }) {
  const results = [];
  if (existsSync(CRANFIELD)) results.push(await measure(server, CRANFIELD, mode));
  else tell(`Cranfield is left out: there is no folder ${CRANFIELD}.`);
  for (const folder of collection) results.push(await measure(server, folder, mode));
  return results;
}

async function measure(server, folder, mode) {
  const { name, documents, queries } = await readCollection(folder);
  tell(`Importing ${documents.length} documents of ${name}.`);
  const numberOf = await importCollection(server, documents);
  const api = await startApi(server.urlOf(DATABASE));
  const search = openSearch(api.url, { fields: 'arxivId', mode });
  try {
    tell(`Asking ${queries.length} queries of ${name}.`);
    const answers = [];
    for (const { text, relevant } of queries) {
      const { papers } = await search.ask({ query: text, first: FIRST });
      answers.push({ ranked: papers.map(({ arxivId }) => numberOf(arxivId)), relevant });
    }
    const exhaustive = await server.connected(DATABASE, (client) => exhaustiveMeans(client, queries, numberOf));
    const plain = plainMeans(documents, queries);
    return { name, documents: documents.length, api: meansOf(answers), exhaustive, plain };
  } finally {
    search.close();
    await api.stop();
  }
}

async function importCollection(server, documents) {
  const folder = await mkdtemp(join(tmpdir(), 'daily-papers-collection-'));
  try {
    const file = join(folder, 'collection.jsonl');
    const numberOf = await writeCollection(file, documents);
    await importFiles(server, DATABASE, [file]);
    return numberOf;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function exhaustiveMeans(client, queries, numberOf) {
  const search = await exhaustiveSearch(client);
  const { rows } = await client.query('select id, arxiv_id as "arxivId" from papers');
  const arxivIds = new Map(rows.map(({ id, arxivId }) => [id, arxivId]));
  const answers = [];
  for (const { text, relevant } of queries) {
    const ranked = await search(text, FIRST);
    answers.push({ ranked: ranked.map((id) => numberOf(arxivIds.get(id))), relevant });
  }
  return meansOf(answers);
}

function plainMeans(documents, queries) {
  const search = bm25Search(documents);
  return meansOf(queries.map(({ text, relevant }) => ({ ranked: search(text, FIRST), relevant })));
}

import { startApi } from '../../list/child-server.mjs';
import { providePapers } from '../../list/paper-database.mjs';
import { tell } from '../../project.mjs';
import { exhaustiveSearch } from '../exhaustive.mjs';
import { openSearch, rowOf } from '../search-client.mjs';
import { speedQueries } from '../speed/speed-queries.mjs';

const FIRST = 10;
/** Scoring every paper of a million for each question takes too long to be asked. */
const MAX_PAPERS = 100_000;
const KINDS = ['rare word', 'common word', 'two common words', 'sentence', 'title'];

/** How many of the ten papers that are best by the words of a query the API finds at all, beside scoring every paper. */
export async function benchBounds(server, { paperCounts, quick, mode }) {
  const results = [];
  for (const papers of paperCounts.filter((count) => count <= MAX_PAPERS)) {
    const databaseName = await providePapers(server, papers);
    const api = await startApi(server.urlOf(databaseName));
    const search = openSearch(api.url, { mode });
    try {
      tell(`Scoring all of ${papers} papers for each question.`);
      const kinds = speedQueries(papers, quick ? 5 : 20).filter(({ kind }) => KINDS.includes(kind));
      results.push(...(await server.connected(databaseName, (client) => compare(client, search, papers, kinds))));
    } finally {
      search.close();
      await api.stop();
    }
  }
  return results;
}

async function compare(client, search, papers, kinds) {
  const exhaustive = await exhaustiveSearch(client, { hasFeedback: false });
  const results = [];
  for (const { kind, questions } of kinds) {
    const shares = [];
    for (const { query } of questions) {
      const best = await exhaustive(query, FIRST);
      const found = await everyPaper(search, query);
      if (best.length > 0) shares.push(best.filter((paper) => found.has(paper)).length / best.length);
    }
    const share = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    results.push({ kind, papers, queries: shares.length, share, worst: Math.min(...shares) });
  }
  return results;
}

async function everyPaper(search, query) {
  const found = new Set();
  for (let after = null; ;) {
    const { papers, hasNextPage, endCursor } = await search.ask({ query, first: 100, after });
    papers.map(rowOf).forEach((paper) => found.add(paper));
    if (!hasNextPage) return found;
    after = endCursor;
  }
}

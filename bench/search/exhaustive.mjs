import 'reflect-metadata';
import { built } from '../project.mjs';

const NOTHING_NAMED = { identified: null, titledAlike: new Set() };
const LONG_MS = 3_600_000;
const EVERY_PAPER = 'select array_agg(paper_id) as ids from paper_terms';

/**
 * Searches by the method of the API, but scores every paper: what the API's limits on looking papers up can cost. Without
 * feedback, papers are scored by the words of the query alone.
 */
export async function exhaustiveSearch(client, { hasFeedback = true } = {}) {
  const { parseSearchQuery } = built('search/query/search-query');
  const { RequestDatabase } = built('db/requests/request-database');
  const { rank, understand } = built('search/ranking/rank-lexically');
  const { candidatesOf } = built('search/ranking/candidates.query');
  const { rows } = await client.query(EVERY_PAPER);
  const connections = { connect: (lend) => lend(undefined, client, () => undefined) };
  const database = new RequestDatabase({ connections, statementMs: LONG_MS, requestMs: LONG_MS });
  const papers = await candidatesOf(client, rows[0].ids);
  return async (text, first) => {
    const { plan, correctedText } = await understand(database, text);
    const query = parseSearchQuery(correctedText ?? text);
    const options = { named: NOTHING_NAMED, isPinned: !hasFeedback };
    const ranked = await rank(database, query, plan, papers, options);
    return ranked.papers.slice(0, first).map(({ paperId }) => paperId);
  };
}

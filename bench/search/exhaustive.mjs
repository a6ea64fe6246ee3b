import 'reflect-metadata';
import { built } from '../project.mjs';

const NOTHING_NAMED = { identified: null, titledAlike: new Set() };
const EVERY_PAPER = 'select array_agg(paper_id) as ids from paper_terms';

/**
 * Searches by the method of the API, but scores every paper: what the API's limits on looking papers up can cost. Without
 * feedback, papers are scored by the words of the query alone.
 */
export async function exhaustiveSearch(client, { hasFeedback = true } = {}) {
  const { parseSearchQuery } = built('search/query/search-query');
  const { rank, understand } = built('search/ranking/rank-lexically');
  const { candidatesOf } = built('search/ranking/candidates.query');
  const { rows } = await client.query(EVERY_PAPER);
  const papers = await candidatesOf(client, rows[0].ids);
  return async (text, first) => {
    const { plan, correctedText } = await understand(client, text);
    const query = parseSearchQuery(correctedText ?? text);
    const options = { named: NOTHING_NAMED, isPinned: !hasFeedback };
    const ranked = await rank(client, query, plan, papers, options);
    return ranked.papers.slice(0, first).map(({ paperId }) => paperId);
  };
}

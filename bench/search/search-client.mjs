import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';

/** What a page of results shows. */
export const PAGE_FIELDS = 'id title abstract publishedOn upvoteCount';

const SUGGEST = `query Suggest($prefix: String!, $first: Int) {
  suggest(prefix: $prefix, first: $first) { kind text node { id } }
}`;

/**
 * Asks the search of an API over one connection that stays open, one request at a time. A question is
 * `{ query, filter, first, after }`; what is answered for it is `{ papers, hasNextPage, endCursor }`, the papers in their order.
 * `{ prefix, first }` asks for suggestions, which are answered as they are.
 */
export function openSearch(url, { fields = 'id', mode = 'LEXICAL' } = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const document = `query Search($query: String!, $mode: SearchMode!, $filter: PaperFilter, $first: Int, $after: String) {
    search(query: $query, mode: $mode, filter: $filter, first: $first, after: $after) {
      edges { score node { ${fields} } } pageInfo { hasNextPage endCursor }
    }
  }`;
  return {
    async ask(question) {
      if ('prefix' in question) return suggest(url, agent, question);
      const body = JSON.stringify({ query: document, variables: { mode, ...question } });
      const { data, errors } = await post(url, agent, body);
      if (!data?.search) throw new Error(`The search for "${question.query}" failed: ${JSON.stringify(errors)}`);
      const { edges, pageInfo } = data.search;
      return { papers: edges.map(({ node }) => node), ...pageInfo };
    },
    close: () => agent.destroy(),
  };
}

async function suggest(url, agent, variables) {
  const { data, errors } = await post(url, agent, JSON.stringify({ query: SUGGEST, variables }));
  if (!data?.suggest) throw new Error(`Suggestions for "${variables.prefix}" failed: ${JSON.stringify(errors)}`);
  return data.suggest;
}

async function post(url, agent, body) {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const response = await new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent, headers }, resolve).on('error', reject).end(body);
  });
  return json(response);
}

/** The row of the database that a paper of an answer is. */
export function rowOf({ id }) {
  return Number(Buffer.from(id, 'base64url').toString().split(':')[1]);
}

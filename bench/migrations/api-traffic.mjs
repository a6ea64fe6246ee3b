import { FEED_QUERY } from '../list/feed.mjs';
import { voterToken } from '../peers/voter-token.mjs';
import { pick, randomFrom } from '../random.mjs';
import { apiRequest } from '../votes/vote.mjs';
import { WRITER_COUNT } from './old-database.mjs';

const PAPER_QUERY = `query ($id: ID!) {
  paper(id: $id) {
    title abstract publishedOn upvoteCount categories authors(first: 20) { edges { position node { name paperCount } } }
    comments(first: 20) { nodes { body author { handle } } }
  }
}`;
const LISTS_QUERY = `{
  trending(window: MONTH, first: 20) { nodes { title trendingScore } }
  papers(first: 20, filter: { categories: ["cs.LG"] }, orderBy: { field: PUBLISHED_ON }) { nodes { title createdAt updatedAt } }
}`;
const COMMENT = `mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } userErrors { code } } }`;

/** The same as clients of the API over HTTP. */
export function apiClients(url, paperCount) {
  const client = (kind, work) => ({
    kind,
    open: async () => undefined,
    next: () => send(url, work.next().value),
    close: async () => undefined,
  });
  return [
    ...[1, 2, 3, 4].map((seed) => client('read', readings(seed, paperCount))),
    ...[5, 6].map((seed) => client('vote', votes(seed, paperCount))),
    ...[7, 8].map((seed) => client('comment', comments(seed, paperCount))),
  ];
}

/** An answer with an error, of the request or of the person, is a failure. */
async function send(url, { headers, body }) {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (!response.ok || !/"data":\{/.test(text) || /"errors":|"code":/.test(text)) {
    throw new Error(`${response.status} ${text.slice(0, 300)}`);
  }
}

function* readings(seed, paperCount) {
  const random = randomFrom(seed);
  for (;;) {
    yield requestOf(FEED_QUERY);
    yield requestOf(PAPER_QUERY, { id: idOf(1 + pick(random, paperCount)) });
    yield requestOf(LISTS_QUERY);
  }
}

/** Each voter has voters of their own, in turn. */
function* votes(seed, paperCount) {
  const random = randomFrom(seed);
  for (let at = seed; ; at += 2) {
    const voter = { token: voterToken(1 + (at % WRITER_COUNT)) };
    const paper = 1 + pick(random, paperCount);
    yield apiRequest({ paper, voter, isCast: true });
    yield apiRequest({ paper, voter, isCast: false });
  }
}

function* comments(seed, paperCount) {
  const random = randomFrom(seed);
  for (let at = 1; ; at++) {
    const input = { paperId: idOf(1 + pick(random, paperCount)), body: 'A comment.' };
    yield requestOf(COMMENT, { input }, voterToken(1 + (at % WRITER_COUNT)));
  }
}

const idOf = (paper) => Buffer.from(`Paper:${paper}`).toString('base64url');

function requestOf(query, variables = {}, token = null) {
  return {
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  };
}

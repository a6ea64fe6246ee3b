/** A request to the API as bytes of HTTP. */
export function requestBytes({ query, variables, token }) {
  const body = JSON.stringify({ query, variables });
  const head = [
    'POST /graphql HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    'accept: application/json',
    ...(token ? [`authorization: Bearer ${token}`] : []),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const idOf = (paper) => Buffer.from(`Paper:${paper}`).toString('base64url');

const voteWith = (mutation, input) =>
  `mutation ($input: ${input}!) { answer: ${mutation}(input: $input) { paper { viewerHasUpvoted upvoteCount } userErrors { code } } }`;
const CAST = voteWith('upvotePaper', 'UpvotePaperInput');
const WITHDRAW = voteWith('removePaperUpvote', 'RemovePaperUpvoteInput');

export function voteRequest({ paper, isCast, token }) {
  return requestBytes({ query: isCast ? CAST : WITHDRAW, variables: { input: { paperId: idOf(paper) } }, token });
}

const COMMENT = `mutation ($input: AddCommentInput!) {
  answer: addComment(input: $input) { comment { id body } userErrors { code } }
}`;

export function commentRequest({ paper, body, key, token }) {
  return requestBytes({
    query: COMMENT,
    variables: { input: { paperId: idOf(paper), body, idempotencyKey: key } },
    token,
  });
}

const PAGE = `{ answer: papers(first: 20) { nodes { id title upvoteCount authors(first: 5) { nodes { name } } } } }`;
const TRENDING = '{ answer: trending(first: 10) { nodes { id title trendingScore } } }';
const SEARCH = '{ answer: search(query: "diffusion transformers", first: 10) { nodes { id title } } }';
const THREAD = `query ($id: ID!) {
  answer: paper(id: $id) { id commentCount comments(first: 10) { nodes { id body author { handle } } } }
}`;

/** What readers ask for, in turn. */
export const READS = [
  () => requestBytes({ query: PAGE }),
  (paper) => requestBytes({ query: THREAD, variables: { id: idOf(paper) } }),
  () => requestBytes({ query: TRENDING }),
  () => requestBytes({ query: SEARCH }),
];

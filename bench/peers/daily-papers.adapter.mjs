// How the yardstick asks our API, and reads its answers. Row numbers are those of the base data (base-data.mjs keeps them).
import { voterToken } from './voter-token.mjs';

const AUTHORS = 'authors(first: 12) { edges { position node { name } } }'; // No paper of the data set has more.
const CARD = `arxivId title abstract publishedOn upvoteCount commentCount ${AUTHORS}`;

export const documents = {
  W1: `query Feed($first: Int!) { papers(first: $first) { nodes { ${CARD} } } }`,
  W2: `query Paper($arxivId: String!) { paper(arxivId: $arxivId) { ${CARD}
    comments(first: 20) { nodes { id body createdAt author { name } } } upvotes(first: 10) { nodes { name } } } }`,
  W3: `query Authors($ids: [ID!]!) { nodes(ids: $ids) { id ... on Author { name
    papers(first: 10) { nodes { arxivId title publishedOn ${AUTHORS} } } } } }`,
  W4: '{ __typename }',
  W5: `mutation Upvote($paperId: ID!) { upvotePaper(input: { paperId: $paperId }) { paper { arxivId upvoteCount } userErrors { code } } }`,
  W6: `query Search($q: String!, $first: Int!) { search(query: $q, first: $first) { nodes { ${CARD} } } }`,
  W7: `query Feed($first: Int!, $after: String!) { papers(first: $first, after: $after) { nodes { ${CARD} } } }`,
  W9: `query Batch($arxivIds: [String!]!) { papersByArxivId(arxivIds: $arxivIds) { ${CARD} } }`,
};

/** Ours ranks by its own formula, and finds by its own words. */
export const loose = ['W6'];

/** `publishedOn` is a calendar date. */
export const dates = 'day';

let at;
let cursorStart;

/** Waits until the server is ready, and learns how a cursor of the feed begins. */
export async function prepare(ask, given) {
  at = given;
  const cursor = await newestCursor(ask);
  [cursorStart] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
}

async function newestCursor(ask) {
  const patience = AbortSignal.timeout(30_000);
  for (;;) {
    const { data, errors } = await ask('{ papers(first: 1) { edges { cursor } } }', {});
    if (data) return data.papers.edges[0].cursor;
    if (patience.aborted) throw new Error(JSON.stringify(errors));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const headers = (workload, { userId }) =>
  workload === 'W5' ? { authorization: `Bearer ${voterToken(userId)}` } : undefined;

export function variables(workload, given) {
  if (workload === 'W2') return { arxivId: at.arxivIdOf(given.id) };
  if (workload === 'W3') return { ids: given.ids.map((id) => nodeId('Author', id)) };
  if (workload === 'W5') return { paperId: nodeId('Paper', given.paperId) };
  // The base data has words of titles and abstracts alone, ours those of names as well.
  if (workload === 'W6') return { ...given, q: `${given.q} -author:${given.q}` };
  if (workload === 'W7') return { first: given.first, after: cursorOf(given.after) };
  if (workload === 'W9') return { arxivIds: given.ids };
  return given;
}

function nodeId(type, row) {
  return Buffer.from(`${type}:${row}`).toString('base64url');
}

/** The yardstick's cursor is `time|row`; ours has the day in place of the time. Walking to row 100,000 would take minutes. */
function cursorOf(after) {
  const [time, row] = Buffer.from(after, 'base64').toString().split('|');
  return Buffer.from(JSON.stringify([cursorStart, time.slice(0, 10), Number(row)])).toString('base64url');
}

const normalisers = {
  W1: feedOf,
  W2: ({ paper }) => ({
    paper: {
      ...cardOf(paper),
      arxivId: paper.arxivId,
      submittedOn: paper.publishedOn,
      comments: paper.comments.nodes.map(commentOf),
      voters: paper.upvotes.nodes.map(userOf),
    },
  }),
  W3: ({ nodes }) => ({ authorsByIds: nodes.map(authorOf) }),
  W4: (data) => data,
  W5: ({ upvotePaper: { paper } }) => ({ upvote: { id: at.idOf(paper.arxivId), upvotes: paper.upvoteCount } }),
  W6: ({ search }) => ({ search: search.nodes.map(cardOf) }),
  W7: feedOf,
  W9: ({ papersByArxivId }) => ({
    papersByArxivIds: papersByArxivId.map((paper) => ({ ...cardOf(paper), arxivId: paper.arxivId })),
  }),
};

/** An answer in the shape and with the numbers of the base data. */
export function normalise(workload, data) {
  return normalisers[workload](data);
}

function feedOf({ papers }) {
  return { feed: papers.nodes.map(cardOf) };
}

function cardOf(paper) {
  const { arxivId, title, abstract, publishedOn, upvoteCount, commentCount } = paper;
  const counts = { upvotes: upvoteCount, commentCount };
  return { id: at.idOf(arxivId), title, abstract, publishedAt: publishedOn, ...counts, authors: namesOf(paper) };
}

function namesOf({ authors }) {
  return authors.edges.map(({ position, node }) => ({ position, name: node.name }));
}

function authorOf({ id, name, papers }) {
  return {
    id: rowOf(id),
    name,
    papers: papers.nodes.map((paper) => ({
      id: at.idOf(paper.arxivId),
      title: paper.title,
      publishedAt: paper.publishedOn,
      authors: namesOf(paper),
    })),
  };
}

function commentOf({ id, body, createdAt, author }) {
  return { id: rowOf(id), body, createdAt, user: userOf(author) };
}

function rowOf(id) {
  return Number(Buffer.from(id, 'base64url').toString().split(':')[1]);
}

function userOf({ name }) {
  return { id: Number(/\d+$/.exec(name)[0]), name };
}

/** What readers see of a paper's votes, and how many of them are this person's. */
export async function voteState(pool, { paperId, userId }) {
  const { rows } = await pool.query(
    `select upvote_count as upvotes,
       (select count(*)::integer from upvotes u where u.paper_id = s.paper_id and user_id = $2) as rows
     from paper_stats s where paper_id = $1`,
    [paperId, userId],
  );
  return rows[0];
}

export function clearVote(pool, { paperId, userId }) {
  return takeBack(pool, 'paper_id = $1 and user_id = $2', [paperId, userId]);
}

export async function resetVotes(pool, firstVoter) {
  await takeBack(pool, 'user_id >= $1', [firstVoter]);
  await pool.query('truncate changes');
  await pool.query('vacuum analyze upvotes, paper_stats, users');
}

function takeBack(pool, condition, values) {
  return pool.query(
    `with gone as (delete from upvotes where ${condition} returning paper_id, user_id),
     counted as (
       update paper_stats s set upvote_count = upvote_count - lost.count
       from (select paper_id, count(*)::integer from gone group by 1) lost where s.paper_id = lost.paper_id
     )
     update users set upvote_count = upvote_count - lost.count
     from (select user_id, count(*)::integer from gone group by 1) lost where id = lost.user_id`,
    values,
  );
}

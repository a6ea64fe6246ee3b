import { median } from '../median.mjs';
import { tell } from '../project.mjs';
import { startApi } from '../list/child-server.mjs';
import { COMMENT_COUNT, provideThreads } from './thread-database.mjs';

const ORDERS = ['CREATED_AT', 'UPVOTES'];
const PAGE_SIZE = 100;
/** How far into a thread its deep page lies. */
const PAGES_BEFORE = COMMENT_COUNT / PAGE_SIZE / 2;

/** Measures the first page of long threads and one in their middle, by both orders; one request at a time. */
export async function benchThreads(server, { quick }) {
  const rounds = quick ? 10 : 50;
  const { url, threads } = await provideThreads(server);
  const api = await startApi(url);
  try {
    const results = [];
    for (const { name, paperId } of threads) {
      for (const order of ORDERS) {
        tell(`Reading the thread ${name} by ${order}.`);
        const deep = await cursorAfter(PAGES_BEFORE, (after) => pageOf(api, paperId, order, after));
        for (const [page, after] of Object.entries({ first: null, middle: deep })) {
          results.push({
            name,
            order,
            page,
            milliseconds: await timeOf(rounds, () => pageOf(api, paperId, order, after)),
          });
        }
      }
    }
    return results;
  } finally {
    await api.stop();
  }
}

const QUERY = `query ($id: ID!, $after: String, $order: CommentOrder) {
  paper(id: $id) { comments(first: ${PAGE_SIZE}, after: $after, orderBy: $order) {
    nodes { id body depth createdAt upvoteCount author { handle } } pageInfo { endCursor }
  } }
}`;

async function pageOf({ url }, id, field, after) {
  const body = JSON.stringify({ query: QUERY, variables: { id, after, order: { field } } });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { data, errors } = await response.json();
  if (errors || data.paper.comments.nodes.length !== PAGE_SIZE) throw new Error(`${url}: a page is not whole.`);
  return data.paper.comments.pageInfo.endCursor;
}

async function cursorAfter(pages, read) {
  let cursor = null;
  for (let page = 0; page < pages; page++) cursor = await read(cursor);
  return cursor;
}

async function timeOf(rounds, work) {
  await work();
  const milliseconds = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    await work();
    milliseconds.push(performance.now() - begin);
  }
  return median(milliseconds);
}

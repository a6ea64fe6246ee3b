import { startApi } from '../../list/child-server.mjs';
import { providePapers } from '../../list/paper-database.mjs';
import { tell } from '../../project.mjs';
import { openSearch, PAGE_FIELDS } from '../search-client.mjs';
import { costOf } from './query-cost.mjs';
import { speedQueries } from './speed-queries.mjs';

const WARM_UPS = 10;
const COUNTED = 30;
const FIRST = 20;
const DEEP_PAGES_BEFORE = 9;

/**
 * Measures kinds of queries at each size over one connection: none is asked twice, and sizes and kinds take turns, so that
 * other load falls on all alike.
 */
export async function benchSpeed(server, { paperCounts, quick, mode }) {
  const count = quick ? 60 : 200;
  const fields = [];
  try {
    for (const papers of paperCounts) fields.push(await startField(server, papers, mode));
    for (const field of fields) field.kinds = await askedKinds(field, WARM_UPS + count);
    tell(`Asking ${count} queries of each kind.`);
    for (let at = 0; at < WARM_UPS + count; at++) await askNext(at % 2 ? fields.toReversed() : fields, at);
  } finally {
    for (const { search, api } of fields) {
      search.close();
      await api.stop();
    }
  }
  const results = [];
  for (const field of fields) results.push(...(await resultsOf(server, field, mode)));
  return results;
}

async function startField(server, papers, mode) {
  const databaseName = await providePapers(server, papers);
  const api = await startApi(server.urlOf(databaseName));
  return { papers, databaseName, api, search: openSearch(api.url, { fields: PAGE_FIELDS, mode }) };
}

async function askedKinds({ papers, search }, count) {
  tell(`Walking to the deep pages of ${papers} papers.`);
  const kinds = [];
  for (const { kind, questions } of speedQueries(papers, count)) {
    const asked = kind === 'deep page' ? await atDeepPage(search, questions) : questions;
    kinds.push({ kind, questions: asked.map((question) => ({ first: FIRST, ...question })), milliseconds: [] });
  }
  return kinds;
}

async function askNext(fields, at) {
  for (const { search, kinds } of fields) {
    for (const { questions, milliseconds } of kinds) {
      // A small database gives fewer questions of some kinds.
      if (questions[at]) milliseconds.push(await timed(() => search.ask(questions[at])));
    }
  }
}

async function resultsOf(server, { papers, databaseName, kinds }, mode) {
  tell(`Counting statements and rows with ${papers} papers.`);
  const results = [];
  for (const { kind, questions, milliseconds } of kinds) {
    const cost = await costOf(server, databaseName, questions.slice(WARM_UPS, WARM_UPS + COUNTED), mode);
    results.push({ kind, papers, ...percentilesOf(milliseconds.slice(WARM_UPS)), ...cost });
  }
  return results;
}

/** The same questions for the tenth page, or for the last one where results end before. */
async function atDeepPage(search, questions) {
  const deep = [];
  for (const question of questions) {
    let after = null;
    for (let page = 0; page < DEEP_PAGES_BEFORE; page++) {
      const { hasNextPage, endCursor } = await search.ask({ ...question, after });
      if (!hasNextPage) break;
      after = endCursor;
    }
    deep.push({ ...question, after });
  }
  return deep;
}

async function timed(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function percentilesOf(milliseconds) {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  return { p50Ms: sorted[Math.floor(sorted.length * 0.5)], p99Ms: sorted[Math.floor(sorted.length * 0.99)] };
}

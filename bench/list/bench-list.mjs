import { isDeepStrictEqual } from 'node:util';
import { median } from '../median.mjs';
import { tell } from '../project.mjs';
import { startApi, startStatement } from './child-server.mjs';
import { askOnce, load } from './load-generator.mjs';
import { providePapers } from './paper-database.mjs';

const CONNECTIONS = [1, 16];
const COUNTED_REQUESTS = 20;

/** Measures the paper list at each size; the rounds of all servers are interleaved, so that other load falls on all alike. */
export async function benchList(server, { paperCounts, quick }) {
  const [rounds, seconds] = quick ? [3, 1] : [7, 3];
  const fields = [];
  try {
    for (const paperCount of paperCounts) fields.push(await startField(server, paperCount));
    const results = [];
    for (const connections of CONNECTIONS) {
      tell(`Measuring the list over ${connections} ${connections === 1 ? 'connection' : 'connections'}.`);
      await measureRounds(fields, connections, rounds, seconds);
      results.push(...fields.map((field) => resultOf(field, connections)));
    }
    return results.sort((one, other) => one.papers - other.papers);
  } finally {
    for (const { api, statement } of fields) await Promise.all([api.stop(), statement.stop()]);
  }
}

async function startField(server, papers) {
  const url = server.urlOf(await providePapers(server, papers));
  const field = { papers, api: await startApi(url), statement: await startStatement(url), rounds: [] };
  await requireSameAnswer(field);
  return { ...field, statements: await statementsPerRequest(field.api) };
}

async function requireSameAnswer({ papers, api, statement }) {
  const [answer, wanted] = await Promise.all([api, statement].map(async ({ url }) => JSON.parse(await askOnce(url))));
  if (!isDeepStrictEqual(answer.data, wanted.data)) {
    throw new Error(
      `With ${papers} papers the API answers ${JSON.stringify(answer).slice(0, 500)}, the statement otherwise.`,
    );
  }
}

async function statementsPerRequest(api) {
  const before = await api.statementCount();
  for (let number = 0; number < COUNTED_REQUESTS; number++) await askOnce(api.url);
  return ((await api.statementCount()) - before) / COUNTED_REQUESTS;
}

async function measureRounds(fields, connections, rounds, seconds) {
  const turns = fields.flatMap((field) => [
    { field, name: 'api', url: field.api.url },
    { field, name: 'statement', url: field.statement.url },
  ]);
  for (const field of fields) field.rounds = Array.from({ length: rounds }, () => ({}));
  for (const { url } of turns) await load(url, connections, seconds);
  for (let round = 0; round < rounds; round++) {
    // Forwards and backwards, so that nobody always follows the same one.
    for (const { field, name, url } of round % 2 ? turns.toReversed() : turns) {
      field.rounds[round][name] = await load(url, connections, seconds);
    }
  }
}

function resultOf({ papers, statements, rounds }, connections) {
  const middle = (name, figure) => median(rounds.map((round) => round[name][figure]));
  const figuresOf = (name) => ({
    requestsPerSecond: middle(name, 'requestsPerSecond'),
    p50Ms: middle(name, 'p50Ms'),
    p99Ms: middle(name, 'p99Ms'),
  });
  return {
    papers,
    connections,
    api: { ...figuresOf('api'), statements },
    statement: { ...figuresOf('statement'), statements: 1 },
    ratio: median(rounds.map(({ api, statement }) => api.requestsPerSecond / statement.requestsPerSecond)),
  };
}

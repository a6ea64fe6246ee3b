import { decimal, table, whole } from '../table.mjs';

const HEAD = [
  '20 newest papers, authors, votes',
  'papers',
  'connections',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'statements',
  'ratio',
];

/** The table of the list section, and how to read it. */
export function listReport(results) {
  const rows = results.flatMap(({ papers, connections, api, statement, ratio }) => [
    rowOf('API', papers, connections, api, decimal(ratio)),
    rowOf('one prepared statement', papers, connections, statement, ''),
  ]);
  return `${table([HEAD, ...rows])}

"ratio" is the API's requests per second by those of one prepared SQL statement of the same answer, behind a bare
HTTP server with a pool of the same size, in the same round; the aim is 0.5 or better. Figures are medians of rounds.
${growth(results)}`;
}

function rowOf(name, papers, connections, figures, ratio) {
  const { requestsPerSecond, p50Ms, p99Ms, statements } = figures;
  const rates = [whole(requestsPerSecond), decimal(p50Ms, 1), decimal(p99Ms, 1)];
  return [name, whole(papers), String(connections), ...rates, decimal(statements, 1), ratio];
}

/** How the largest size compares with the smallest, where there are several. */
function growth(results) {
  const busiest = results.filter(({ connections }) => connections > 1);
  const [smallest, largest] = [busiest[0], busiest.at(-1)];
  if (smallest === largest) return '';
  const share = decimal(smallest.api.requestsPerSecond / largest.api.requestsPerSecond);
  return `A request of ${whole(largest.papers)} papers costs ${share} of one of ${whole(smallest.papers)}; the aim is 1.\n`;
}

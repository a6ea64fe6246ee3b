import { decimal, table, whole } from '../table.mjs';

const ALONE = ['votes', 'papers', 'connections', 'votes/s', 'p50 ms', 'p99 ms', 'ratio'];
const BESIDE = [
  'votes on many papers',
  'connections',
  'others',
  'votes/s',
  'p50 ms',
  'p99 ms',
  "others' votes/s",
  'ratio',
];

/** The tables of the votes section, and how to read them. */
export function votesReport({ alone, beside }) {
  const rows = alone.flatMap(({ papers, connections, api, statement, ratio }) => [
    ['API', papersOf(papers), String(connections), ...ratesOf(api), decimal(ratio)],
    ['one prepared statement', papersOf(papers), String(connections), ...ratesOf(statement), ''],
  ]);
  const mixed = beside.flatMap(({ measuredConnections, connections, besideHot, besideMany, ratio }) => [
    besideRow('beside votes on one hot paper', measuredConnections, connections, besideHot, decimal(ratio)),
    besideRow('beside votes on many others', measuredConnections, connections, besideMany, ''),
  ]);
  return `${table([ALONE, ...rows])}

"ratio" is the API's votes per second by those of one prepared SQL statement that writes the same, behind a bare HTTP
server with a pool of the same size, in the same round. All votes on one paper wait for its row, each until the one
before is on disk. Figures are medians of rounds.

${table([BESIDE, ...mixed])}

"ratio" is how many votes on many papers get through while as many connections as stand under "others" vote for one hot
paper, by how many do while those vote for many papers too; 1 or more says that a hot paper does not hold up the others.
`;
}

const papersOf = (papers) => (papers === 'hot' ? 'one' : 'many');

function besideRow(name, measured, others, figures, ratio) {
  return [name, String(measured), String(others), ...ratesOf(figures), whole(figures.othersPerSecond), ratio];
}

function ratesOf({ votesPerSecond, p50Ms, p99Ms }) {
  return [whole(votesPerSecond), decimal(p50Ms, 1), decimal(p99Ms, 1)];
}

import { decimal, table, whole } from '../../table.mjs';

const HEAD = ['search over one connection', 'papers', 'p50 ms', 'p99 ms', 'statements', 'rows read', 'growth'];

/** The table of what kinds of queries take, and how to read it. */
export function speedReport(results) {
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  const rows = kinds.flatMap((kind) => rowsOf(results.filter((result) => result.kind === kind)));
  return `${table([HEAD, ...rows])}

Pages of 20 papers, no query asked twice; "deep page" is the tenth of 100, or the last where results end before. A typo is
a rare word with one letter mistyped, a sentence has 12 words of one abstract, "filtered" is two common words with a category
and three years. "suggest …" asks for 10 suggestions and their ids by the first 1 to 12 characters of a title, of a name, or
of two words of a title in the other order; short beginnings come again. "rows read" counts rows of tables and entries of
indexes. "growth" is the p99 by that of the smallest size.
`;
}

function rowsOf(results) {
  return results.map(({ kind, papers, p50Ms, p99Ms, statements, rowsRead }, index) => [
    kind,
    whole(papers),
    decimal(p50Ms, 1),
    decimal(p99Ms, 1),
    decimal(statements, 1),
    whole(rowsRead),
    index === 0 ? '' : decimal(p99Ms / results[0].p99Ms),
  ]);
}

import { decimal, table, whole } from '../../table.mjs';

const HEAD = ['best ten of all papers', 'papers', 'queries', 'share found', 'worst'];

/** The table of what bounding costs, and how to read it. */
export function boundsReport(results) {
  const rows = results.map(({ kind, papers, queries, share, worst }) => [
    kind,
    whole(papers),
    whole(queries),
    decimal(share, 3),
    decimal(worst, 2),
  ]);
  return `${table([HEAD, ...rows])}

"share found" is how many of the ten papers that are best by the words of the query, when every paper is scored, are among
the 1,000 of the API, which looks at a bounded number of papers. Queries of words that a twelfth of all papers have are the
hardest; the words of these texts are drawn without regard to each other, which those of real ones are not.
`;
}

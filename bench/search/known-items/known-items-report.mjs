import { decimal, table, whole } from '../../table.mjs';

/** The table of what is found again, and how to read it. */
export function knownItemsReport(result, { misses }) {
  if (result === null) return 'No real papers were there to look for.\n';
  const rows = result.kinds.map(({ kind, queries, first, firstTen }) => [
    kind,
    whole(queries),
    decimal(first, 3),
    decimal(firstTen, 3),
  ]);
  return `${table([[`known items of ${whole(result.papers)} papers`, 'queries', 'first', 'first ten'], ...rows])}

How often a paper comes first, and among the first ten, for who asks by its title, by that with one letter mistyped in a
word of six or more, by the three rarest words of its abstract, or by an author and the year, where that author has at most
ten papers of the year, of which only one can come first. Papers of the same title count as the same where it is asked for.
${misses ? result.kinds.map(missesOf).join('') : ''}`;
}

function missesOf({ kind, misses }) {
  const lines = misses.map(
    ({ query, title, rank, instead }) =>
      `  ${query}\n    ${rank ? `is at rank ${rank}` : 'is not among the first ten'}: ${title}\n    first is: ${instead ?? 'nothing'}\n`,
  );
  return misses.length ? `\nMissed by ${kind}:\n${lines.join('')}` : '';
}

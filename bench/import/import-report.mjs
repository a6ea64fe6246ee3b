import { decimal, table, whole } from '../table.mjs';

const HEAD = ['arXiv lines', 'import s', 'lines/s', 'COPY s', 'ratio', 'peak MB'];

/** The table of the import section, and how to read it. */
export function importReport(results) {
  const rows = results.map(({ lines, importSeconds, copySeconds, ratio, peakMegabytes }) => [
    whole(lines),
    decimal(importSeconds, 1),
    whole(lines / importSeconds),
    decimal(copySeconds, 1),
    decimal(ratio),
    whole(peakMegabytes),
  ]);
  return `${table([HEAD, ...rows])}

"ratio" is the seconds of COPY of the same rows into the same tables, indexes and constraints in place, by those of the
import; the aim is 0.25 or better. "peak MB" is the importing process at its largest, and should not grow with the lines.
`;
}

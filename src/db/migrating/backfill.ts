import type { QueryRunner } from 'typeorm';
import { patienceOf, patiently } from './patience';
import type { Step } from './steps';

/** Written in a tenth of a second, also on a busy machine: whoever wants one of the rows meanwhile waits as long. */
const BATCH_SIZE = 500;
const TOLD_EVERY_MS = 5_000;

interface Backfill {
  /** The table whose rows are walked, by this integer key. */
  table: string;
  key: string;
  /**
   * Statements that fill the rows from a key up to another one, which is left out; one transaction. Each says this range of
   * every large table, or the planner may one day rather read all of it, for each batch.
   */
  fill: (from: number, to: number) => string;
}

/** Fills columns of rows that are there, batch by batch, each committed by itself. Rows that come meanwhile are filled last. */
export function backfill({ table, key, fill }: Backfill): Step {
  const what = `Filling ${table}`;
  return {
    what,
    async run(sql) {
      const tell = everyMs(TOLD_EVERY_MS, patienceOf(sql).tell);
      let { first: from, last } = await rangeOf(sql, table, key);
      while (from <= last) {
        const batch = fill(from, from + BATCH_SIZE);
        await patiently(sql, what, () => sql.query(batch));
        from += BATCH_SIZE;
        tell(`${what}: ${Math.min(from - 1, last)} of ${last}`);
        if (from > last) ({ last } = await rangeOf(sql, table, key));
      }
    },
  };
}

/** An empty range where there are no rows. */
async function rangeOf(sql: QueryRunner, table: string, key: string): Promise<{ first: number; last: number }> {
  const range = `select coalesce(min(${key}), 1) as first, coalesce(max(${key}), 0) as last from ${table}`;
  const [found] = (await sql.query(range)) as [{ first: number; last: number }];
  return found;
}

function everyMs(milliseconds: number, tell: (line: string) => void): (line: string) => void {
  let toldAt = performance.now();
  return (line) => {
    if (performance.now() - toldAt < milliseconds) return;
    toldAt = performance.now();
    tell(line);
  };
}

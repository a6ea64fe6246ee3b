import type { QueryRunner } from 'typeorm';
import { patienceOf } from './patience';
import type { Step } from './steps';

/**
 * Builds an index of a table that is in use, `on` being what follows ON: concurrently, so that nobody who reads or writes
 * waits for it. What a build that failed left behind is not valid, and is made anew.
 */
export function buildIndex(name: string, on: string, kind: 'index' | 'unique index' = 'index'): Step {
  return {
    what: `The index ${name}`,
    async run(sql) {
      const [found] = (await sql.query(INDEX, [name])) as { isValid: boolean }[];
      if (found?.isValid) return;
      await unhurried(sql, async () => {
        if (found) await sql.query(`drop index concurrently ${name}`);
        await sql.query(`create ${kind} concurrently ${name} on ${on}`);
      });
    },
  };
}

const INDEX = 'select indisvalid as "isValid" from pg_index where indexrelid = to_regclass($1)';

/**
 * A concurrent build waits until transactions that are older have ended. Nobody waits behind it meanwhile, while giving
 * up would throw the build away: so it takes its time.
 */
async function unhurried(sql: QueryRunner, work: () => Promise<void>): Promise<void> {
  await sql.query('set lock_timeout = 0');
  try {
    await work();
  } finally {
    await sql.query(`set lock_timeout = ${patienceOf(sql).lockMs}`);
  }
}

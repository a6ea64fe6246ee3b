import type { QueryRunner } from 'typeorm';
import { patiently } from './patience';

/**
 * A part of a migration that is committed by itself. It is repeated where it got no lock, and where the process ended before
 * the migration was done; so done again, it changes nothing.
 */
export interface Step {
  /** The subject of a sentence: `The index papers_slug_idx`. */
  what: string;
  run(sql: QueryRunner): Promise<void>;
}

/** Takes the steps of a migration that cannot be one short transaction; its class has `transaction = false`. */
export async function takeSteps(sql: QueryRunner, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await patiently(sql, step.what, () => step.run(sql));
}

/**
 * Statements that are quick whatever the size of the tables, as one transaction: adding columns without a check, reference
 * or volatile default, making tables and functions. They are done when the column `witness`, which they add, is there.
 * A strong lock is held to the end and others wait meanwhile, so one step touches one table that is in use.
 */
export function once(witness: `${string}.${string}`, statements: string): Step {
  const [table, column] = witness.split('.');
  return {
    what: `Adding ${witness}`,
    async run(sql) {
      const [found] = (await sql.query(COLUMN, [table, column])) as unknown[];
      // Sent as one text without parameters, PostgreSQL takes them for one transaction.
      if (!found) await sql.query(statements);
    },
  };
}

const COLUMN = 'select from pg_attribute where attrelid = to_regclass($1) and attname = $2 and not attisdropped';

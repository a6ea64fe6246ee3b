import type { Step } from './steps';

/**
 * Adds a check or a reference to a table that is in use. Reading all its rows under the strong lock of `alter table` would
 * keep others waiting: so the constraint holds for what is written from now on first, and the rows are read afterwards.
 */
export function addConstraint(table: string, name: string, definition: string): Step {
  return {
    what: `The constraint ${name}`,
    async run(sql) {
      const [found] = (await sql.query(CONSTRAINT, [table, name])) as { isValid: boolean }[];
      if (!found) await sql.query(`alter table ${table} add constraint ${name} ${definition} not valid`);
      if (!found?.isValid) await sql.query(`alter table ${table} validate constraint ${name}`);
    },
  };
}

/** Forbids null in columns that are filled. A check that was validated spares `set not null` the look at all rows. */
export function forbidNull(table: string, columns: readonly string[]): Step {
  const check = `${table}_not_null_check`;
  const filled = columns.map((column) => `${column} is not null`).join(' and ');
  const forbid = columns.map((column) => `alter column ${column} set not null`).join(', ');
  return {
    what: `Forbidding null in ${table}`,
    async run(sql) {
      const nullable = (await sql.query(NULLABLE, [table, columns])) as unknown[];
      if (nullable.length === 0) return;
      await addConstraint(table, check, `check (${filled})`).run(sql);
      // In one command the check would be dropped first, and all rows looked at.
      await sql.query(`alter table ${table} ${forbid}; alter table ${table} drop constraint ${check}`);
    },
  };
}

const CONSTRAINT = `
  select convalidated as "isValid" from pg_constraint where conrelid = to_regclass($1) and conname = $2`;

const NULLABLE = `
  select from pg_attribute where attrelid = to_regclass($1) and attname = any ($2::text[]) and not attnotnull`;

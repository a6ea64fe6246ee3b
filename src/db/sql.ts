import { createHash } from 'node:crypto';
import type { ClientBase, Pool, QueryResult, QueryResultRow } from 'pg';

/** A statement that each connection parses and plans once; its name is derived from its text. */
export interface PreparedStatement {
  name: string;
  text: string;
}

/** Something that runs SQL: the pool, or one connection inside a transaction. */
export type SqlRunner = Pool | ClientBase;

const preparedByText = new Map<string, PreparedStatement>();

/**
 * Names a statement after its text, so that the same text is prepared once a connection. Only for texts of which
 * there are few: each is remembered here and by every connection.
 */
export function prepared(text: string): PreparedStatement {
  let statement = preparedByText.get(text);
  if (!statement) {
    statement = { name: createHash('sha1').update(text).digest('base64url'), text };
    preparedByText.set(text, statement);
  }
  return statement;
}

/** Runs a statement and answers its rows. Plain text is planned afresh for its values; a prepared one is not. */
export async function rowsOf<Row extends QueryResultRow>(
  sql: SqlRunner,
  statement: PreparedStatement | string,
  values: unknown[] = [],
): Promise<Row[]> {
  const result: QueryResult<Row> =
    typeof statement === 'string'
      ? await sql.query<Row>(statement, values)
      : await sql.query<Row>({ name: statement.name, text: statement.text, values });
  return result.rows;
}

/** The values of one statement, each added under the next number: `values.add(20)` answers `$1`. */
export class Placeholders {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** Makes instances of a class from plain rows, whose keys are its property names. */
export function hydrate<T extends object>(type: abstract new () => T, row: object): T {
  return Object.assign(Object.create(type.prototype as object) as T, row);
}

/**
 * Whether a column is one of a list of values. The list goes through a sub-select, so that the planner does not see its
 * length: it would take a list of one for a bargain and plan the statement anew for each.
 */
export function isAnyOf(placeholder: string, type: 'integer' | 'text' | 'date'): string {
  return `= any(array(select unnest(${placeholder}::${type}[])))`;
}

/** All conditions ANDed; nothing where there are none. */
export function whereClause(conditions: string[]): string {
  return conditions.length ? `where ${conditions.join(' and ')}` : '';
}

import { createHash } from 'node:crypto';
import type { PoolClient, QueryArrayConfig, QueryArrayResult, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { type Class, rowClass } from './row-class';

/** A statement that each connection parses and plans once; its name is derived from its text. */
export interface PreparedStatement {
  name: string;
  text: string;
}

/** Something that runs SQL: a pool, what a request has of one, or one connection inside a transaction. */
export interface SqlRunner {
  query<Row extends QueryResultRow>(statement: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>>;
}

/** The database as those who ask it see it: that of the process, or what one request has of it. */
export interface SqlDatabase {
  readonly pool: SqlRunner;
  /** Fires when nobody waits for the work any more; without it, somebody does to the end. */
  readonly signal?: AbortSignal;
  /** Runs `work` in one transaction on one connection; its rejection rolls everything back. */
  transaction<T>(work: (sql: SqlRunner) => Promise<T>): Promise<T>;
  /** Works on one connection, for what takes the driver itself. One that the work discards is not used again. */
  withConnection<T>(work: (sql: PoolClient, discard: Discard) => Promise<T>): Promise<T>;
}

/** Throws a connection away after the work, in place of giving it to the next one who asks. */
export type Discard = (reason: Error) => void;

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
export function rowsOf<Row extends object>(
  sql: SqlRunner,
  statement: PreparedStatement | string,
  values: unknown[] = [],
): Promise<Row[]> {
  return instancesOf<object, Row>(Object, sql, statement, values);
}

/** As `rowsOf`, of rows that are instances of a class whose properties are their columns, with perhaps more of them. */
export async function instancesOf<Of extends object, More = unknown>(
  type: Class<Of>,
  sql: SqlRunner,
  statement: PreparedStatement | string,
  values: unknown[] = [],
): Promise<(Of & More)[]> {
  const asked = typeof statement === 'string' ? { text: statement } : { name: statement.name, text: statement.text };
  const query: QueryArrayConfig = { ...asked, values, rowMode: 'array' };
  const { fields, rows } = (await sql.query(query)) as unknown as QueryArrayResult;
  const columns = fields.map(({ name }) => name);
  const RowOfType = rowClass(type, columns);
  return rows.map((row) => new RowOfType(row) as Of & More);
}

/** The values of one statement, each added under the next number: `values.add(20)` answers `$1`. */
export class Placeholders {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** Makes instances of a class from plain rows, whose keys are its property names. */
export function hydrate<T extends object>(type: Class<T>, row: object): T {
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

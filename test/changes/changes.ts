import type { PoolClient } from 'pg';
import { recordChanges, type NewChange } from '../../src/changes/record-change';
import type { SqlRunner } from '../../src/db/sql';

/** A change by which a test tells what it wrote: the subject is the number of a paper that need not be there. */
export function numbered(number: number, more: Partial<NewChange> = {}): NewChange {
  return { kind: 'PAPER_CHANGED', subject: ['Paper', number], paperId: number, ...more };
}

export function write(sql: SqlRunner, ...numbers: number[]): Promise<void> {
  return recordChanges(
    sql,
    numbers.map((number) => numbered(number)),
  );
}

/** Begins a transaction that has written a change and not committed it. */
export async function beginWith(client: PoolClient, ...numbers: number[]): Promise<void> {
  await client.query('begin');
  await write(client, ...numbers);
}

import type { PoolClient } from 'pg';
import type { Position } from '../../src/changes/position';
import { readStretch, type Stretch } from '../../src/changes/read-stretch.query';
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

/** Reads a stretch once so many changes can be read: what ends in another database at that moment may hold them up. */
export async function readOnce(sql: SqlRunner, count: number, after: Position | null, size: number): Promise<Stretch> {
  for (;;) {
    const stretch = await readStretch(sql, after, size);
    if (stretch.changes.length >= count) return stretch;
  }
}

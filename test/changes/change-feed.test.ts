import { isDeepStrictEqual } from 'node:util';
import type { QueryConfig } from 'pg';
import type { Wanted } from '../../src/changes/feed/change-queue';
import { type FollowedStream, followStream } from '../../src/changes/feed/follow-stream';
import type { Position } from '../../src/changes/position';
import { readHead, type StoredChange } from '../../src/changes/read-stretch.query';
import { recordChanges } from '../../src/changes/record-change';
import type { Database } from '../../src/db/database';
import { createTestDatabase } from '../support/test-database';
import { until } from '../support/until';
import { beginWith, numbered, readOnce, write } from './changes';

let database: Database;
let url: string;
let drop: () => Promise<void>;
let stream: FollowedStream;
let failures: unknown[];
let listening: AbortController;

beforeEach(async () => {
  ({ database, url, drop } = await createTestDatabase());
  failures = [];
  listening = new AbortController();
  stream = followStream({ url, pool: database.pool, onFailure: (error) => failures.push(error) });
});

afterEach(async () => {
  listening.abort();
  await stream.stop();
  await drop();
});

/** Follows the stream and answers the numbers of as many changes as asked for, as soon as they came. */
async function heard(count: number, wanted: Wanted = {}, after: Position | null = null): Promise<number[]> {
  const numbers: number[] = [];
  for await (const change of stream.changes.follow(wanted, after, listening.signal)) {
    numbers.push(Number(change.subjectKey));
    if (numbers.length === count) break;
  }
  return numbers;
}

async function moveHorizon(by: number): Promise<void> {
  await database.pool.query('update change_stream set transaction_offset = transaction_offset + $1', [by]);
}

interface Queries {
  calls: readonly unknown[][];
  results: readonly { value: unknown }[];
}

/** Whether a statement whose first two values are these was answered. */
async function isAnswered({ calls, results }: Queries, values: unknown[]): Promise<boolean> {
  const index = calls.findIndex(([query]) => isDeepStrictEqual((query as QueryConfig).values?.slice(0, 2), values));
  if (index < 0) return false;
  await results[index]?.value;
  return true;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('ChangeFeed', () => {
  it('goes on from a place, with what came before it was asked and what comes afterwards', async () => {
    await write(database.pool, 1);
    const place = await readHead(database.pool);
    await write(database.pool, 2);
    const hearing = heard(3, {}, place);
    await write(database.pool, 3);
    await write(database.pool, 4);
    expect(await hearing).toEqual([2, 3, 4]);
  });

  it('tells each listener what they want, and nothing else', async () => {
    const place = await readHead(database.pool);
    const ofPapers = heard(2, { paperIds: new Set([2, 5]) }, place);
    const ofEdition = heard(1, { editionDate: '2025-12-10' }, place);
    const ofKind = heard(1, { kinds: new Set(['PAPER_ADDED']), paperIds: new Set([1, 4]) }, place);
    await write(database.pool, 1, 2, 3);
    await recordChanges(database.pool, [numbered(4, { kind: 'PAPER_ADDED' }), numbered(5)]);
    await recordChanges(database.pool, [numbered(6, { editionDate: '2025-12-10' })]);
    expect(await Promise.all([ofPapers, ofEdition, ofKind])).toEqual([[2, 5], [6], [4]]);
  });

  it('tells a listener who is slower than everybody else all the same, each once', async () => {
    const place = await readHead(database.pool);
    const slow = stream.changes.follow({}, place, listening.signal);
    await write(database.pool, 1);
    const first = (await slow.next()).value as StoredChange;
    // Far more than is kept for one who does not take it.
    for (let number = 2; number <= 700; number += 2) await write(database.pool, number, number + 1);
    expect(await heard(701, {}, place)).toEqual(upTo(701));
    const rest: number[] = [];
    for await (const change of slow) {
      rest.push(Number(change.subjectKey));
      if (rest.length === 700) break;
    }
    expect([Number(first.subjectKey), ...rest]).toEqual(upTo(701));
  });

  it('hears each change once and in one order while transactions commit as they like', async () => {
    const place = await readHead(database.pool);
    const [early, late] = [heard(300, {}, place), heard(300, {}, place)];
    const writeSome = async (writer: number) => {
      for (let turn = 0; turn < 50; turn++) {
        const client = await database.pool.connect();
        try {
          await beginWith(client, writer * 50 + turn);
          if (turn % 3 === 0) await client.query('select pg_sleep(0.005)');
          await client.query('commit');
        } finally {
          client.release();
        }
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map(writeSome));
    const [one, other] = await Promise.all([early, late]);
    expect(one).toEqual(other);
    expect(new Set(one).size).toBe(300);
    const stored = await readOnce(database.pool, 300, place, 1000);
    expect(one).toEqual(stored.changes.map(({ subjectKey }) => Number(subjectKey)));
  });

  it('loses nothing to one who joins while the horizon is behind what others were told', async () => {
    const place = await readHead(database.pool);
    const first = heard(1, {}, place);
    const others = stream.changes.follow({}, place, listening.signal);
    await write(database.pool, 1);
    expect(await first).toEqual([1]);
    expect(await others.next()).toMatchObject({ value: { subjectKey: '1' } });

    // As with a transaction of which nothing is known: one who joins now cannot read yet what the others were told.
    await moveHorizon(-1_000);
    const reads = jest.spyOn(database.pool, 'query');
    const late = heard(1, {}, place);
    await until('the one who joins has read from its place', () =>
      isAnswered(reads.mock, [place.transactionId, place.rowId]),
    );
    reads.mockRestore();
    await moveHorizon(1_000);
    expect(await late).toEqual([1]);
  });

  it('loses nothing while its connections are ended again and again', async () => {
    const place = await readHead(database.pool);
    const hearing = heard(60, {}, place);
    for (let number = 1; number <= 60; number++) {
      await database.pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await write(database.pool, number);
    }
    expect(await hearing).toEqual(upTo(60));
  });

  it('is woken by another process that committed', async () => {
    const other = followStream({ url, pool: database.pool, onFailure: (error) => failures.push(error) });
    try {
      const woken = new Promise<void>((resolve) => {
        stream.changes.wake = resolve;
      });
      other.changes.announce();
      await woken;
    } finally {
      await other.stop();
    }
  });

  it('reads nothing while nobody listens', async () => {
    expect(await Promise.all([heard(1), write(database.pool, 1).then(() => write(database.pool, 1))])).toBeDefined();
    listening.abort();
    await stream.stop();
    expect(failures).toEqual([]);
  });
});

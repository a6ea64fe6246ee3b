import { DatabaseError } from 'pg';
import { groupBy } from '../../lib/group-by';
import type { SqlRunner } from '../sql';
import { BOUNDS_OF_A_STATEMENT, gatherRequests } from './gather-requests';
import type { RequestDatabase } from './request-database';

/** Reads a value for each key, in their order: by the keys and the arguments alone, whoever asks. */
export type ReadByKeys<Key, Arguments, Value> = (
  sql: SqlRunner,
  keys: readonly Key[],
  args: Arguments,
) => Promise<Value[]>;

interface AskedKeys<Key, Arguments> {
  keys: readonly Key[];
  args: Arguments;
}

/** A request that asks for more keys reads by itself: its statement takes longer than others should wait for. */
const FEW_KEYS = 20;

/**
 * Makes a reader of what requests ask for at the same time: one statement for all that have the same arguments, which
 * begins after all of them came, and reads each key once. So requests may share a value, and change none.
 */
export function gatherReads<Key extends number | string, Arguments, Value>(read: ReadByKeys<Key, Arguments, Value>) {
  const readTogether = gatherRequests<AskedKeys<Key, Arguments>, Value[]>((database, asked, own) => {
    const alone = asked.map(
      ({ keys, args }, index) =>
        () =>
          read(own[index]!, keys, args),
    );
    if (asked.length === 1) return alone.map((run) => run());
    const valuesOf = readAlike(read, database, asked);
    return asked.map(async ({ keys, args }, index) => {
      const values = await valuesOf(args);
      return values ? keys.map((key) => values.get(key)!) : alone[index]!();
    });
  }, BOUNDS_OF_A_STATEMENT);

  return (database: RequestDatabase, keys: readonly Key[], args: Arguments): Promise<Value[]> => {
    return keys.length > FEW_KEYS ? read(database, keys, args) : readTogether(database, { keys, args });
  };
}

/** Reads what is asked for with equal arguments at once; answers where its values are. */
function readAlike<Key, Arguments, Value>(
  read: ReadByKeys<Key, Arguments, Value>,
  sql: SqlRunner,
  asked: AskedKeys<Key, Arguments>[],
): (args: Arguments) => Promise<Map<Key, Value> | null> {
  const alike = groupBy(asked, ({ args }) => JSON.stringify(args));
  const reads = new Map(Array.from(alike, ([name, those]) => [name, readOnce(read, sql, those)]));
  return (args) => reads.get(JSON.stringify(args))!;
}

/** Null where PostgreSQL refused the statement, for what one of them asks. */
async function readOnce<Key, Arguments, Value>(
  read: ReadByKeys<Key, Arguments, Value>,
  sql: SqlRunner,
  asked: AskedKeys<Key, Arguments>[],
): Promise<Map<Key, Value> | null> {
  const keys = [...new Set(asked.flatMap((one) => one.keys))];
  try {
    const values = await read(sql, keys, asked[0]!.args);
    return new Map(keys.map((key, index) => [key, values[index]!]));
  } catch (error) {
    if (error instanceof DatabaseError) return null;
    // What is said of the connection or of the time is said of all of them.
    throw error;
  }
}

import { groupBy } from '../../lib/group-by';
import type { SqlRunner } from '../sql';
import { BOUNDS_OF_A_STATEMENT, gatherOrAlone } from './gather-requests';
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
  const readTogether = gatherOrAlone<AskedKeys<Key, Arguments>, Value[]>(
    {
      together: (database, asked) => readAlike(read, database, asked),
      alone: (own, { keys, args }) => read(own, keys, args),
    },
    BOUNDS_OF_A_STATEMENT,
  );

  return (database: RequestDatabase, keys: readonly Key[], args: Arguments): Promise<Value[]> => {
    return keys.length > FEW_KEYS ? read(database, keys, args) : readTogether(database, { keys, args });
  };
}

/** Reads what is asked for with equal arguments at once. */
function readAlike<Key, Arguments, Value>(
  read: ReadByKeys<Key, Arguments, Value>,
  sql: SqlRunner,
  asked: AskedKeys<Key, Arguments>[],
): Promise<Value[]>[] {
  const nameOf = ({ args }: AskedKeys<Key, Arguments>) => JSON.stringify(args);
  const alike = groupBy(asked, nameOf);
  const reads = new Map(Array.from(alike, ([name, those]) => [name, readOnce(read, sql, those)]));
  return asked.map(async (one) => {
    const values = await reads.get(nameOf(one))!;
    return one.keys.map((key) => values.get(key)!);
  });
}

async function readOnce<Key, Arguments, Value>(
  read: ReadByKeys<Key, Arguments, Value>,
  sql: SqlRunner,
  asked: AskedKeys<Key, Arguments>[],
): Promise<Map<Key, Value>> {
  const keys = [...new Set(asked.flatMap((one) => one.keys))];
  const values = await read(sql, keys, asked[0]!.args);
  return new Map(keys.map((key, index) => [key, values[index]!]));
}

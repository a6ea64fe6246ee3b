import DataLoader from 'dataloader';
import { gatherReads, type ReadByKeys } from '../db/requests/gather-reads';
import type { SqlRunner } from '../db/sql';
import type { Context } from './context';

type Batch<Key, Value> = (context: Context, keys: readonly Key[]) => Promise<Value[]>;
type BatchWithArguments<Key, Arguments, Value> = (
  context: Context,
  keys: readonly Key[],
  args: Arguments,
) => Promise<Value[]>;

/**
 * Makes the loader of one kind of look-up: `paperById(context).load(7)`. One statement serves all keys of a tick, and those of other
 * requests that come meanwhile; null where there is no row.
 */
export function defineLoader<Key extends number | string, Value>(
  read: (sql: SqlRunner, keys: readonly Key[]) => Promise<(Value | null)[]>,
): (context: Context) => DataLoader<Key, Value | null> {
  const readTogether = gatherReads<Key, undefined, Value | null>(read);
  return defineOwnLoader(({ database }, keys) => readTogether(database, keys, undefined));
}

/** As `defineLoader`, for look-ups that also take arguments: one loader, so one statement, for each set of argument values. */
export function defineLoaderWithArguments<Key extends number | string, Arguments, Value>(
  read: ReadByKeys<Key, Arguments, Value>,
): (context: Context, args: Arguments) => DataLoader<Key, Value> {
  const readTogether = gatherReads(read);
  return defineOwnLoaderWithArguments(({ database }, keys, args) => readTogether(database, keys, args));
}

/** As `defineLoader`, for what depends on who asks, or takes so long that nobody else should wait for it: each request reads by itself. */
export function defineOwnLoader<Key, Value>(
  batch: Batch<Key, Value | null>,
): (context: Context) => DataLoader<Key, Value | null> {
  return (context) => {
    const { scope } = context.loaded;
    const known = scope.get(batch) as DataLoader<Key, Value | null> | undefined;
    if (known) return known;
    const loader = new DataLoader<Key, Value | null>((keys) => batch(context, keys));
    scope.set(batch, loader);
    return loader;
  };
}

/** As `defineOwnLoader`, for look-ups that also take arguments. */
export function defineOwnLoaderWithArguments<Key, Arguments, Value>(
  batch: BatchWithArguments<Key, Arguments, Value>,
): (context: Context, args: Arguments) => DataLoader<Key, Value> {
  return (context, args) => {
    const { scope } = context.loaded;
    let byArguments = scope.get(batch) as Map<string, DataLoader<Key, Value>> | undefined;
    if (!byArguments) scope.set(batch, (byArguments = new Map<string, DataLoader<Key, Value>>()));
    const name = JSON.stringify(args);
    let loader = byArguments.get(name);
    if (!loader) {
      loader = new DataLoader<Key, Value>((keys) => batch(context, keys, args));
      byArguments.set(name, loader);
    }
    return loader;
  };
}

/** Puts rows in the order of the keys that asked for them, null where a key has none. */
export function inOrderOf<Key, Row>(keys: readonly Key[], rows: Row[], keyOf: (row: Row) => Key): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Makes every loader of a request read afresh: what a mutation changed must not be answered from before it. */
export function forgetLoaded(context: Context): void {
  context.loaded.scope = new Map();
}

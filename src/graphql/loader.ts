import DataLoader from 'dataloader';
import type { Context } from './context';

/** Makes the loader of one kind of look-up: `paperById(context).load(7)`. One statement serves all keys of a tick; null where there is no row. */
export function defineLoader<Key, Value>(
  batch: (context: Context, keys: readonly Key[]) => Promise<(Value | null)[]>,
): (context: Context) => DataLoader<Key, Value | null> {
  const byScope = new WeakMap<object, DataLoader<Key, Value | null>>();
  return (context) => {
    const known = byScope.get(context.loaded.scope);
    if (known) return known;
    const loader = new DataLoader<Key, Value | null>((keys) => batch(context, keys));
    byScope.set(context.loaded.scope, loader);
    return loader;
  };
}

/** As `defineLoader`, for look-ups that also take arguments: one loader, so one statement, for each set of argument values. */
export function defineLoaderWithArguments<Key, Arguments, Value>(
  batch: (context: Context, keys: readonly Key[], args: Arguments) => Promise<Value[]>,
): (context: Context, args: Arguments) => DataLoader<Key, Value> {
  const byScope = new WeakMap<object, Map<string, DataLoader<Key, Value>>>();
  return (context, args) => {
    let byArguments = byScope.get(context.loaded.scope);
    if (!byArguments) byScope.set(context.loaded.scope, (byArguments = new Map<string, DataLoader<Key, Value>>()));
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
  context.loaded.scope = {};
}

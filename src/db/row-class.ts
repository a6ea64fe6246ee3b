import { compileFunction } from 'node:vm';

/** A class of rows. */
export type Class<Row> = abstract new () => Row;
type RowClass<Row> = new (values: readonly unknown[]) => Row;

const known = new WeakMap<Class<object>, Map<string, RowClass<object>>>();

/**
 * The class of what has these columns and is of that type; it makes a row of its values. Its constructor is written out, so
 * that V8 knows from the first row on what each has: to set columns one after the other by their names takes three times as long.
 */
export function rowClass<Row extends object>(type: Class<Row>, columns: readonly string[]): RowClass<Row> {
  let classes = known.get(type);
  if (!classes) known.set(type, (classes = new Map<string, RowClass<object>>()));
  const key = columns.join('\0');
  let found = classes.get(key);
  if (!found) classes.set(key, (found = makeClass(type, columns)));
  return found as RowClass<Row>;
}

function makeClass(type: Class<object>, columns: readonly string[]): RowClass<object> {
  const assignments = columns.map((name, index) => `this[${JSON.stringify(name)}] = values[${index}];`);
  // Strictly: a column that the class answers by itself is an error, as it is to `Object.assign`, and not left out in silence.
  const made = compileFunction(['"use strict";', ...assignments].join('\n'), ['values']);
  made.prototype = type.prototype as object;
  return made as unknown as RowClass<object>;
}

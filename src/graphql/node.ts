import { ID, Field, InterfaceType } from 'type-graphql';
import type { Context } from './context';

/** The largest key that a 32-bit identity column can hold. */
const MAX_KEY = 2_147_483_647;
const MAX_ID_LENGTH = 64;

@InterfaceType({
  // No resolveType: type-graphql would make it asynchronous, and the class of a value tells its type at once.
  description: 'Something with an id that is unique across all types and never changes; `node` looks it up again.',
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, unique across all types, at most 64 characters. Keep it as it is.' })
  get id(): string {
    return nodeId(this.constructor.name, this.nodeKey);
  }

  /** What tells it apart among those of its type. */
  abstract get nodeKey(): string | number;
}

/** The global id of a row: its type and its key in the database, base64url without padding. */
export function nodeId(type: string, key: string | number): string {
  return Buffer.from(`${type}:${key}`).toString('base64url');
}

type LoadNode = (context: Context, key: string) => Promise<object | null>;
const loadByType = new Map<string, LoadNode>();

/** Makes a type known to `node` and `nodes`; called once by the slice that owns it. */
export function defineNode(type: string, load: LoadNode): void {
  loadByType.set(type, load);
}

/** As `defineNode`, for types whose key is the number of a row. */
export function defineRowNode(type: string, load: (context: Context, key: number) => Promise<object | null>): void {
  defineNode(type, async (context, key) => {
    const row = parseRowKey(key);
    return row === null ? null : load(context, row);
  });
}

/** Looks any id up; null where it is malformed, of no known type or of nothing. */
export async function loadNode(context: Context, id: string): Promise<object | null> {
  const [type, key] = splitNodeId(id) ?? [];
  if (type === undefined || key === undefined) return null;
  return (await loadByType.get(type)?.(context, key)) ?? null;
}

/** The row's key in an id of the named type; null where the id is malformed or of another type. */
export function rowKeyOf(type: string, id: string): number | null {
  const key = nodeKeyOf(type, id);
  return key === null ? null : parseRowKey(key);
}

/** As `rowKeyOf`, for types whose key is more than the number of a row. */
export function nodeKeyOf(type: string, id: string): string | null {
  const parts = splitNodeId(id);
  return parts?.[0] === type ? parts[1] : null;
}

function splitNodeId(id: string): [type: string, key: string] | null {
  if (id.length > MAX_ID_LENGTH) return null;
  const bytes = Buffer.from(id, 'base64url');
  const text = bytes.toString();
  // Only the spelling that we give out is an id: otherwise one thing would have many ids.
  const [, type, key] = /^([A-Za-z]+):([\w.-]+)$/.exec(text) ?? [];
  return type !== undefined && key !== undefined && nodeId(type, key) === id ? [type, key] : null;
}

export function parseRowKey(key: string): number | null {
  return /^[1-9]\d{0,9}$/.test(key) && Number(key) <= MAX_KEY ? Number(key) : null;
}

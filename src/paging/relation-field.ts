import type { ReadByKeys } from '../db/requests/gather-reads';
import type { KeysetRequest, KeyType, KeyValue } from '../db/keyset';
import { pagesByParent, Relation, RelationPage } from '../db/relation';
import type { Edge, Page } from './connection';
import type { Context } from '../graphql/context';
import { keysetRequest, listFingerprint } from './cursor';
import { defineLoaderWithArguments, defineOwnLoaderWithArguments } from '../graphql/loader';
import type { PageArguments } from '../graphql/page';

type ParentKey = number | string;

/** What an edge needs to make its cursor. */
export type EdgeCursor = [fingerprint: () => string, sortValues: KeyValue[]];

/** A list that hangs on many parents: how its rows become edges. */
interface ListField<Row, EdgeType extends Edge<object>> {
  /** The field's name in the schema, with its order where there are several: cursors are bound to it. */
  name: string;
  /** The values that a row is sorted by. */
  sortValuesOf(row: Row): KeyValue[];
  edgeOf(row: Row, cursor: EdgeCursor): EdgeType;
}

interface ReadList<Row> {
  keyTypes: KeyType[];
  /** Reads the same page for each parent, in their order, in one statement. */
  read: ReadByKeys<ParentKey, KeysetRequest, RelationPage<Row>>;
  /** Whether the page of one parent may take long, so that no other request should wait for it. */
  isLong?: boolean;
}

type ReadPage<EdgeType> = (context: Context, parent: ParentKey, args: PageArguments) => Promise<Page<EdgeType>>;

/** Makes the reader of a list field: one statement for all parents of which the same page is asked for in one tick. */
export function defineListField<Row, EdgeType extends Edge<object>>(
  field: ListField<Row, EdgeType> & ReadList<Row>,
): ReadPage<EdgeType> {
  const { read, isLong = false } = field;
  const pages = isLong
    ? defineOwnLoaderWithArguments<ParentKey, KeysetRequest, RelationPage<Row>>(({ database }, parents, request) => {
        return read(database, parents, request);
      })
    : defineLoaderWithArguments(read);
  return async (context, parent, args) => {
    const fingerprint = () => listFingerprint(field.name, parent);
    const request = keysetRequest(args, field.keyTypes, fingerprint);
    const { rows, ...flags } = await pages(context, request).load(parent);
    return { ...flags, edges: rows.map((row) => field.edgeOf(row, [fingerprint, field.sortValuesOf(row)])) };
  };
}

/** As `defineListField`, for a list that is a plain relation in the database. */
export function defineRelationField<Row extends object, EdgeType extends Edge<object>>(
  field: ListField<Row, EdgeType> & { relation: Relation<Row> },
): ReadPage<EdgeType> {
  return defineListField<Row, EdgeType>({
    ...field,
    keyTypes: field.relation.keyset.keys.map((key) => key.type),
    read: (pool, parents, request) => pagesByParent<Row>(pool, field.relation, parents, request),
  });
}

import type { SqlRunner } from '../db/sql';
import type { QueryResultRow } from 'pg';
import type { KeysetRequest, KeyType, KeyValue } from '../db/keyset';
import { pagesByParent, Relation, RelationPage } from '../db/relation';
import type { Edge, Page } from './connection';
import type { Context } from '../graphql/context';
import { keysetRequest, listFingerprint } from './cursor';
import { defineLoaderWithArguments } from '../graphql/loader';
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
  read(pool: SqlRunner, parents: readonly ParentKey[], request: KeysetRequest): Promise<RelationPage<Row>[]>;
}

type ReadPage<EdgeType> = (context: Context, parent: ParentKey, args: PageArguments) => Promise<Page<EdgeType>>;

/** Makes the reader of a list field: one statement for all parents that ask for the same page in one tick. */
export function defineListField<Row, EdgeType extends Edge<object>>(
  field: ListField<Row, EdgeType> & ReadList<Row>,
): ReadPage<EdgeType> {
  const pages = defineLoaderWithArguments(({ database }, parents: readonly ParentKey[], request: KeysetRequest) =>
    field.read(database.pool, parents, request),
  );
  return async (context, parent, args) => {
    const fingerprint = () => listFingerprint(field.name, parent);
    const request = keysetRequest(args, field.keyTypes, fingerprint);
    const { rows, ...flags } = await pages(context, request).load(parent);
    return { ...flags, edges: rows.map((row) => field.edgeOf(row, [fingerprint, field.sortValuesOf(row)])) };
  };
}

/** As `defineListField`, for a list that is a plain relation in the database. */
export function defineRelationField<Row extends QueryResultRow, EdgeType extends Edge<object>>(
  field: ListField<Row, EdgeType> & { relation: Relation },
): ReadPage<EdgeType> {
  return defineListField<Row, EdgeType>({
    ...field,
    keyTypes: field.relation.keyset.keys.map((key) => key.type),
    read: (pool, parents, request) => pagesByParent<Row>(pool, field.relation, parents, request),
  });
}

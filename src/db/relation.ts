import { Keyset, keysetPage, KeysetRequest, orderOf, pageSql } from './keyset';
import type { Class } from './row-class';
import { instancesOf, Placeholders, prepared, SqlRunner } from './sql';

/** A list that each of many parents has: papers of an author, upvotes of a paper. */
export interface Relation<Row = object> {
  /** The class of its rows; plain objects without it. */
  of?: Class<Partial<Row>>;
  /** The columns of a row, aliased to property names. */
  select: string;
  from: string;
  /** The column that names the parent, and its type. */
  parent: string;
  parentType: 'integer' | 'date';
  keyset: Keyset;
  /**
   * Where no index has the order, all rows of a parent are sorted. So that they are short ones, these columns alone are
   * sorted, and what `select` wants besides is joined to the chosen `page`.
   */
  join?: { sorted: string; to: string };
}

export type RelationPage<Row> = ReturnType<typeof keysetPage<Row>>;

/** Reads the same page of each parent's list in one statement, in the order of the parents. Rows have `parentKey` besides. */
export async function pagesByParent<Row extends object>(
  pool: SqlRunner,
  relation: Relation<Row>,
  parents: readonly (number | string)[],
  request: KeysetRequest,
): Promise<RelationPage<Row>[]> {
  const placeholders = new Placeholders();
  const text = `
    select parent.key as "parentKey", item.*
    from unnest(${placeholders.add(parents)}::${relation.parentType}[]) as parent(key)
    cross join lateral (${itemsSql(relation, request, placeholders)}) item`;
  const { of = Object } = relation;
  const statement = prepared(text);
  const rows = await instancesOf<object, Row & { parentKey: number | string }>(
    of,
    pool,
    statement,
    placeholders.values,
  );
  const byParent = new Map<number | string, Row[]>(parents.map((parent) => [parent, []]));
  for (const row of rows) byParent.get(row.parentKey)?.push(row);
  return parents.map((parent) => keysetPage(byParent.get(parent) ?? [], request));
}

function itemsSql(relation: Relation, request: KeysetRequest, placeholders: Placeholders): string {
  const list = { ...relation, conditions: [`${relation.parent} = parent.key`] };
  if (!relation.join) return pageSql(list, request, placeholders);

  const { keys, direction } = relation.keyset;
  const sortColumns = keys.map((key, index) => `${key.sql} as sort_${index}`);
  const select = [relation.join.sorted, ...sortColumns].join(', ');
  const sorted = { direction, keys: keys.map(({ type }, index) => ({ sql: `page.sort_${index}`, type })) };
  return `
    select ${relation.select} from (${pageSql({ ...list, select }, request, placeholders)}) page
    join ${relation.join.to} order by ${orderOf(sorted, request)}`;
}

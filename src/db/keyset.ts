import { Placeholders, whereClause } from './sql';

/** A page of 100 papers with 100 authors each is one request, and no more than that. */
export const MAX_PAGE_SIZE = 100;

/** What a list may be sorted by: each key is compared as this type of PostgreSQL. */
export type KeyType = 'integer' | 'bigint' | 'text' | 'date' | 'timestamptz' | 'double precision' | 'bytea';
/** Bytes are written as base64url. */
export type KeyValue = string | number;

/** A total order: keys compared one after the other, all in one direction, the last of them unique. */
export interface Keyset {
  keys: { sql: string; type: KeyType }[];
  direction: 'ASC' | 'DESC';
}

/** A part of a list, by the sort values of the rows around it. */
export interface KeysetRequest {
  /** At most MAX_PAGE_SIZE. */
  size: number;
  backwards: boolean;
  after: KeyValue[] | null;
  before: KeyValue[] | null;
}

/** A list in the database, whatever the page. */
export interface KeysetList {
  /** The columns of a row, aliased to property names. */
  select: string;
  from: string;
  /** Conditions to AND; empty for all rows. */
  conditions: string[];
  keyset: Keyset;
}

/**
 * Writes a page as a comparison of row values: an index range scan however deep the page lies. It has one row more than
 * asked for, which tells whether there is a next page. The constant limit lets one plan serve every size of page; the
 * limit outside it stops the scan.
 */
export function pageSql(list: KeysetList, request: KeysetRequest, placeholders: Placeholders): string {
  const rows = rowsSql(list, request, placeholders, MAX_PAGE_SIZE + 1);
  return `select * from (${rows}) page limit ${placeholders.add(request.size + 1)}::integer`;
}

/** At 500,000 rows the order is walked where more than one row in eighty or so matches, and else matches are sorted. */
const ROWS_PLANNED_FOR = 1000;

/**
 * Writes a page of what a filter leaves, where its matches may crowd at an end of the order. The planner takes them for
 * spread evenly, and would walk past everything before them; so it is told, by a limit that it plans for alone, that many
 * more rows are wanted than are read.
 */
export function crowdedPageSql(list: KeysetList, request: KeysetRequest, placeholders: Placeholders): string {
  const rows = rowsSql(list, request, placeholders, ROWS_PLANNED_FOR);
  return `with page as materialized (${rows}) select * from page limit ${placeholders.add(request.size + 1)}::integer`;
}

function rowsSql(list: KeysetList, request: KeysetRequest, placeholders: Placeholders, limit: number): string {
  const where = whereClause([...list.conditions, ...cursorBounds(list.keyset, request, placeholders)]);
  return `select ${list.select} from ${list.from} ${where} order by ${orderOf(list.keyset, request)} limit ${limit}`;
}

function cursorBounds({ keys, direction }: Keyset, request: KeysetRequest, placeholders: Placeholders): string[] {
  const row = keys.map((key) => key.sql).join(', ');
  const bound = (comparison: '<' | '>', values: KeyValue[]) => {
    const cursor = keys
      .map(({ type }, index) => `${placeholders.add(parameterOf(type, values[index]))}::${type}`)
      .join(', ');
    return `(${row}) ${comparison} (${cursor})`;
  };
  const [behind, ahead] = direction === 'DESC' ? (['<', '>'] as const) : (['>', '<'] as const);
  return [
    ...(request.after ? [bound(behind, request.after)] : []),
    ...(request.before ? [bound(ahead, request.before)] : []),
  ];
}

function parameterOf(type: KeyType, value: KeyValue | undefined): KeyValue | Buffer | undefined {
  return type === 'bytea' ? Buffer.from(String(value), 'base64url') : value;
}

/** The order in which a page is read: that of the list, or its reverse for a page from the end. */
export function orderOf({ keys, direction }: Keyset, request: KeysetRequest): string {
  const read = (direction === 'DESC') === request.backwards ? 'asc' : 'desc';
  return keys.map((key) => `${key.sql} ${read}`).join(', ');
}

/** Takes the extra row off again and turns a page that was read backwards round. */
export function keysetPage<Row>(rows: Row[], request: KeysetRequest) {
  const hasMore = rows.length > request.size;
  const page = hasMore ? rows.slice(0, request.size) : rows;
  return { rows: request.backwards ? page.reverse() : page, ...pageFlags(request, hasMore) };
}

/** What a page tells of its surroundings; `hasMore` is whether there is more in the direction of reading. */
export function pageFlags({ backwards, before, after }: KeysetRequest, hasMore: boolean) {
  return {
    hasNextPage: backwards ? before !== null : hasMore,
    hasPreviousPage: backwards ? hasMore : after !== null,
  };
}

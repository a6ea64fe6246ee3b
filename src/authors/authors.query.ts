import type { Pool } from 'pg';
import { Keyset, KeysetList, keysetPage, KeysetRequest, KeyValue, pageSql } from '../db/keyset';
import { Placeholders, prepared, rowsOf } from '../db/sql';
import type { Count } from '../paging/connection';
import { countingSql, countUpTo } from '../paging/count-up-to';
import type { Author } from './author.entity';
import { AUTHOR_COLUMNS, authorFromRow } from './author.loaders';

/** By name, without regard to case, in the order of code points: the same on every server. */
const AUTHORS_KEYSET: Keyset = {
  keys: [
    { sql: 'lower(author.name) collate "C"', type: 'text' },
    { sql: 'author.id', type: 'integer' },
  ],
  direction: 'ASC',
};

export interface AuthorInOrder {
  author: Author;
  sortValues: KeyValue[];
}

/** The database itself says how it writes a name in lower case: which letters that takes depends on its locale. */
const SORT_NAME = 'lower(author.name) as "sortName"';

function authorInOrder({ sortName, ...row }: { sortName: string }): AuthorInOrder {
  const author = authorFromRow(row);
  return { author, sortValues: [sortName, author.rowId] };
}

export async function selectAuthors(pool: Pool, query: string | null, request: KeysetRequest) {
  const placeholders = new Placeholders();
  const list: KeysetList = {
    select: `${AUTHOR_COLUMNS}, ${SORT_NAME}`,
    from: 'authors author',
    conditions: authorConditions(query, placeholders),
    keyset: AUTHORS_KEYSET,
  };
  const text = pageSql(list, request, placeholders);
  const rows = await rowsOf<{ sortName: string }>(pool, query === null ? prepared(text) : text, placeholders.values);
  return keysetPage(rows.map(authorInOrder), request);
}

export async function countAuthors(pool: Pool, query: string | null): Promise<Count> {
  if (query === null) return countAllAuthors(pool);
  const placeholders = new Placeholders();
  const conditions = authorConditions(query, placeholders).join(' and ');
  return countUpTo(pool, countingSql(`select from authors author where ${conditions}`), placeholders.values);
}

const TOTAL = prepared(`select count from totals where name = 'authors'`);

async function countAllAuthors(pool: Pool): Promise<Count> {
  const [row] = await rowsOf<{ count: number }>(pool, TOTAL);
  return { count: row?.count ?? 0 };
}

/** Names that begin with the query: a range of the index by which they are ordered. */
function authorConditions(query: string | null, placeholders: Placeholders): string[] {
  if (query === null) return [];
  const prefix = placeholders.add(query);
  return [
    `lower(author.name) collate "C" >= lower(${prefix}::text)`,
    // Nothing sorts after the largest code point, so this is where names with that beginning end.
    `lower(author.name) collate "C" < lower(${prefix}::text) || U&'\\+10FFFF'`,
  ];
}

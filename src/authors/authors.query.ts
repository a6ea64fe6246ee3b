import { crowdedPageSql, Keyset, KeysetList, keysetPage, KeysetRequest, KeyValue, pageSql } from '../db/keyset';
import { instancesOf, Placeholders, prepared, rowsOf, SqlRunner } from '../db/sql';
import type { Count } from '../paging/connection';
import { countingSql, countUpTo } from '../paging/count-up-to';
import { Author } from './author.entity';
import { AUTHOR_COLUMNS } from './author.loaders';

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

interface SortName {
  sortName: string;
}

function authorInOrder(author: Author & SortName): AuthorInOrder {
  return { author, sortValues: [author.sortName, author.rowId] };
}

/** Of the authors whose names have what `namePartsSought` makes of a query; of all where that is nothing. */
export async function selectAuthors(pool: SqlRunner, sought: string[][], request: KeysetRequest) {
  const placeholders = new Placeholders();
  const list: KeysetList = {
    select: `${AUTHOR_COLUMNS}, ${SORT_NAME}`,
    from: 'authors author',
    conditions: nameConditions(sought, placeholders),
    keyset: AUTHORS_KEYSET,
  };
  const statement =
    sought.length === 0 ? prepared(pageSql(list, request, placeholders)) : crowdedPageSql(list, request, placeholders);
  const rows = await instancesOf<Author, SortName>(Author, pool, statement, placeholders.values);
  return keysetPage(rows.map(authorInOrder), request);
}

export async function countAuthors(pool: SqlRunner, sought: string[][]): Promise<Count> {
  if (sought.length === 0) return countAllAuthors(pool);
  const placeholders = new Placeholders();
  const conditions = nameConditions(sought, placeholders).join(' and ');
  return countUpTo(pool, countingSql(`select from authors author where ${conditions}`), placeholders.values);
}

const TOTAL = prepared(`select count from totals where name = 'authors'`);

async function countAllAuthors(pool: SqlRunner): Promise<Count> {
  const [row] = await rowsOf<{ count: number }>(pool, TOTAL);
  return { count: row?.count ?? 0 };
}

function nameConditions(sought: string[][], placeholders: Placeholders): string[] {
  return sought.map((parts) => `author.name_parts && ${placeholders.add(parts)}::text[]`);
}

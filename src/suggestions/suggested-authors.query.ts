import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import { namePartsSought } from '../words/name-parts';
import type { TypedText } from './typed-text';

/** Authors looked at, of which those of the most papers are suggested. */
const MAX_LOOKED_AT = 200;

/** A letter by itself begins a word of every eighth name: it is taken for the beginning of the whole name. */
const LETTER = /^\p{LC}$/u;

export interface SuggestedAuthor {
  [column: string]: unknown;
  id: number;
  name: string;
}

/** Authors whose name has all that was typed, in any order, each from its beginning; those of the most papers first. */
export async function suggestAuthors(sql: SqlRunner, { text }: TypedText, limit: number): Promise<SuggestedAuthor[]> {
  const sought = namePartsSought(text);
  if (sought.every(([word]) => LETTER.test(word!))) return rowsOf(sql, BY_WHOLE_NAME, [limit, text]);
  return rowsOf(sql, byParts(sought.length), [limit, ...sought]);
}

/** The best of the authors whom a query looks at. */
function bestOf(authors: string): string {
  return `
    select id, name from (${authors} limit ${MAX_LOOKED_AT}) looked_at
    where paper_count > 0 order by paper_count desc, id desc limit $1::integer`;
}

const byParts = (wordCount: number) => {
  const conditions = Array.from({ length: wordCount }, (_, at) => `name_parts && $${at + 2}::text[]`);
  return prepared(bestOf(`select id, name, paper_count from authors where ${conditions.join(' and ')}`));
};

const BY_WHOLE_NAME = prepared(
  bestOf(`
    select id, name, paper_count from authors
    where lower(name) collate "C" >= $2::text and lower(name) collate "C" < $2::text || U&'\\+10FFFF'
    order by lower(name) collate "C", id`),
);

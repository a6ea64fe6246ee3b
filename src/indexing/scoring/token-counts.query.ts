import { gatherStatement } from '../../db/requests/gather-requests';
import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { type Token, tokensOf } from '../token';
import type { Term } from '../../words/term';

/** How many papers of the index have which tokens. */
export interface TokenCounts {
  allPapers: number;
  countOf: (token: Token) => number;
  /** Papers that have a word, at whatever level. */
  countOfWord(term: Term): number;
}

/** Counts papers by tokens, from kept counts. */
export async function countTokens(sql: SqlRunner, tokens: Token[]): Promise<TokenCounts> {
  const rows = await rowsOf<{ token: Token | null; name: string | null; count: number }>(sql, COUNTS, [tokens]);
  const counts = new Map(rows.map((row) => [row.token ?? row.name, row.count]));
  const countOf = (key: Token | string) => counts.get(key) ?? 0;
  const allPapers = countOf('indexed_papers');
  return {
    allPapers,
    countOf,
    countOfWord: (term) => tokensOf(term).reduce((sum, token) => sum + countOf(token), 0),
  };
}

/** As `countTokens`; what requests count at the same time is counted in one statement. */
export const countTokensTogether = gatherStatement(async (sql, asked: Token[][]): Promise<TokenCounts[]> => {
  const counts = await countTokens(sql, [...new Set(asked.flat())]);
  return asked.map(() => counts);
});

const COUNTS = prepared(`
  select token, null as name, paper_count::bigint as count from search_tokens where token = any ($1::integer[])
  union all select null, name, count from totals where name = 'indexed_papers'`);

import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { saturatedSql } from '../../indexing/scoring/bm25';
import { normSql, type Token } from '../../indexing/token';
import { type Candidate, candidateFromRow, type CandidateRow } from './candidates.query';
import { MAX_LIST_LENGTH, MAX_POSTINGS } from './posting-lists';

/** A list of papers, with what bounds the worth of each. */
export interface BoundedList {
  token: Token;
  weight: number;
  /** What the density of the word does not exceed, which tells how often a paper of some length has it at most; null where that does not count. */
  density: number | null;
}

interface Likeliest {
  candidates: Candidate[];
  /** The most that one of the others is worth. */
  mostBeyond: number;
}

interface Row extends CandidateRow {
  most: number;
}

/** Of the papers of some lists, and of those that a query names, so many that may be worth most, or all. */
export async function selectLikeliest(
  sql: SqlRunner,
  { lists, count }: { lists: BoundedList[]; count: number | null },
  named: number[],
): Promise<Likeliest> {
  const values = [
    lists.map(({ token }) => token),
    lists.map(({ weight }) => weight),
    lists.map(({ density }) => density),
    named,
    count,
  ];
  const rows = await rowsOf<Row>(sql, LIKELIEST, values);
  return {
    candidates: rows.map(candidateFromRow),
    mostBeyond: rows.length === count ? rows.at(-1)!.most : -Infinity,
  };
}

const LIKELIEST = prepared(`
  with hits as (
    select hit.paper_id, list.weight, list.density
    from unnest($1::integer[], $2::float8[], $3::float8[]) as list (token, weight, density)
    cross join lateral (
      select t.paper_id from paper_tokens t where t.tokens @> array[list.token] limit ${MAX_LIST_LENGTH}
    ) hit
    limit ${2 * MAX_POSTINGS}
  ), likeliest as (
    select paper_id, max(most) as most from (
      select hits.paper_id, hits.weight * coalesce(${saturatedSql('floor(hits.density * norm) / norm')}, 1) as most
      from hits join paper_terms t using (paper_id) cross join lateral (select ${normSql('t.length')} as norm) paper
      union all select unnest($4::integer[]), 'infinity'
    ) hit group by paper_id order by most desc, paper_id desc limit $5::integer
  )
  select t.paper_id as "paperId", t.length, t.terms, likeliest.most
  from likeliest join paper_terms t using (paper_id) order by likeliest.most desc, t.paper_id desc`);

import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import { saturated } from '../indexing/scoring/bm25';
import { densityAt, LEVELS, type Token } from '../indexing/token';

/** Papers that are looked at for their words, for one paper: those that count most, so the work does not grow with the table. */
const MAX_POSTINGS = 300;
/** Of one list: so that one of many equals leaves room for others. */
const MAX_TAKEN = 60;
/** A longer list is not opened, as the index reads all of it. */
const MAX_LIST_LENGTH = 1_000;
/** Papers of one author that are looked at, the newest here. */
export const MAX_PAPERS_OF_AUTHOR = 20;
/** Papers that are scored for one paper. */
const MAX_SCORED = 50;

/** By what papers are found that may be related to one. */
export interface Clues {
  paperId: number;
  words: { token: Token; weight: number }[];
  authors: { id: number; weight: number }[];
}

/** A paper that may be related to another. */
export interface Candidate {
  /** The other one. */
  sourceId: number;
  paperId: number;
  /** See `IndexedPaper`. */
  length: number;
  terms: Buffer;
  /** The authors that both papers name. */
  authorIds: number[];
}

/**
 * The papers that share most with each of some others, as far as it can be told from lists of papers by word and density:
 * lists are read from what counts most.
 */
export async function selectCandidates(sql: SqlRunner, sources: Clues[]): Promise<Candidate[]> {
  const arrays = <Clue>(cluesOf: (source: Clues) => Clue[], valueOf: (clue: Clue) => number) =>
    sources.map((source) => `{${cluesOf(source).map(valueOf).join()}}`);
  return rowsOf<Candidate & { [column: string]: unknown }>(sql, CANDIDATES, [
    sources.map(({ paperId }) => paperId),
    arrays(wordsOf, ({ token }) => token),
    arrays(wordsOf, ({ weight }) => weight),
    arrays(authorsOf, ({ id }) => id),
    arrays(authorsOf, ({ weight }) => weight),
  ]);
}

const wordsOf = ({ words }: Clues) => words;
const authorsOf = ({ authors }: Clues) => authors;
const WORTH_BY_LEVEL = Array.from({ length: LEVELS }, (_, level) => saturated(densityAt(level)));

/** Arrays of arrays are of one length in PostgreSQL: so those of each paper come as texts. */
const CANDIDATES = prepared(`
  select source.id as "sourceId", t.paper_id as "paperId", t.length, t.terms, best.author_ids as "authorIds"
  from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[])
    as source (id, tokens, token_weights, authors, author_weights)
  cross join lateral (
    select paper_id, array_remove(array_agg(author_id), null) as author_ids from (
      select found.paper_id, list.weight, null as author_id
      from (
        select token, weight,
          sum(least(paper_count, ${MAX_TAKEN})) over (order by weight desc, token rows unbounded preceding) as postings
        from (
          select s.token, s.paper_count,
            word.weight * (array[${WORTH_BY_LEVEL.join()}]::real[])[1 + s.token % ${LEVELS}] as weight
          from unnest(source.tokens::integer[], source.token_weights::real[]) as word (token, weight)
          cross join lateral (select word.token - word.token % ${LEVELS} as lowest) level
          join search_tokens s on s.token between level.lowest and level.lowest + ${LEVELS - 1}
          where s.paper_count > (s.token = word.token)::integer and s.paper_count <= ${MAX_LIST_LENGTH}
        ) list
      ) list
      cross join lateral (
        select t.paper_id from paper_tokens t where t.tokens @> array[list.token] limit ${MAX_TAKEN}
      ) found
      where list.postings <= ${MAX_POSTINGS}
      union all
      select found.paper_id, author.weight, author.id
      from unnest(source.authors::integer[], source.author_weights::real[]) as author (id, weight)
      cross join lateral (
        select a.paper_id from authorships a where a.author_id = author.id
        order by a.paper_id desc limit ${MAX_PAPERS_OF_AUTHOR}
      ) found
    ) hit
    where paper_id <> source.id group by paper_id order by sum(weight) desc, paper_id desc limit ${MAX_SCORED}
  ) best
  cross join lateral (select * from paper_terms t where t.paper_id = best.paper_id limit 1) t`);

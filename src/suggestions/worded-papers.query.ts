import { prepared, rowsOf, type SqlRunner } from '../db/sql';
import type { Token } from '../indexing/token';
import type { Completions, Counted } from './completions.query';
import { MAX_VOTED, type SuggestedPaper } from './titled-papers.query';
import { hasTypedWords, type TypedText } from './typed-text';

/** Papers of a list of the index that is read: a longer one takes longer than people type a letter. */
const MAX_POSTINGS = 10_000;
/** Papers with the whole words and one that begins as the last: a list of suggestions many times over. */
const MAX_COMPLETED = 200;
/** Papers with the whole words alone, of which some have one besides that begins as the last. */
const MAX_READ = 100;

/** No paper has it. */
const NO_TOKEN: Token = -1;

/** Papers whose title has the words that were typed, those of the most upvotes first. */
export async function suggestByWords(
  sql: SqlRunner,
  typed: TypedText,
  completions: Completions,
): Promise<SuggestedPaper[]> {
  const { words, endings, isCommon } = readable(completions);
  const readWords = words.length > 0 && !isCommon ? words : [NO_TOKEN];
  const rows = await rowsOf<SuggestedPaper>(sql, BY_WORDS, [words, endings, readWords, isCommon]);
  return rows.filter(({ title }) => hasTypedWords(title, typed));
}

interface Readable {
  words: Token[];
  endings: Token[];
  /** Whether each of the words is in too many titles: then the papers of the most upvotes are looked at. */
  isCommon: boolean;
}

/** What is looked up of the words, so that lists which are read are short: a paper is found by the rarer ones. */
function readable({ words, endings }: Completions): Readable {
  const isShort = words.some(({ paperCount }) => paperCount <= MAX_POSTINGS);
  return {
    words: words.map(({ token }) => token),
    endings: (isShort ? endings : withinPostings(endings)).map(({ token }) => token),
    isCommon: words.length > 0 && !isShort,
  };
}

function withinPostings(endings: Counted[]): Counted[] {
  let left = MAX_POSTINGS;
  return endings.filter(({ paperCount }) => {
    const isWithin = paperCount <= left;
    if (isWithin) left -= paperCount;
    return isWithin;
  });
}

// Tokens of voted papers are read before they are compared: the planner would look up all papers that have them.
const BY_WORDS = prepared(`
  with voted as materialized (
    select t.paper_id, t.tokens from (
      select paper_id from paper_stats where $4::boolean order by upvote_count desc, paper_id desc limit ${MAX_VOTED}
    ) best join paper_tokens t on t.paper_id = best.paper_id
  ), found as (
    select s.paper_id, s.upvote_count from (
      (select paper_id from paper_tokens where tokens @> $1::integer[] and tokens && $2::integer[] limit ${MAX_COMPLETED})
      union (select paper_id from paper_tokens where tokens @> $3::integer[] limit ${MAX_READ})
      union select paper_id from voted where tokens @> $1::integer[]
    ) worded join paper_stats s on s.paper_id = worded.paper_id
  )
  select p.id, p.title from found join papers p on p.id = found.paper_id
  order by found.upvote_count desc, p.id desc`);

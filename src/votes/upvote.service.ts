import { recordChangesFrom } from '../changes/record-change';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf, SqlDatabase, SqlRunner } from '../db/sql';
import { fewAtOnce } from '../lib/few-at-once';
import { isOfGonePaper } from '../papers/gone-paper';
import { byPaperDetail, PaperDetail } from '../papers/paper-columns';
import { paperFromRow } from '../papers/papers.query';
import { addVoteWeight } from '../trending/add-weight';
import { recomputeTrending } from '../trending/recompute-trending';
import { editionOfPaper } from './edition-of-paper';

/**
 * One statement: the vote, the counts of its paper and its person, and the change are there together or not at all.
 * The counts hang on the row that was really written, so a repeated vote changes nothing; the person's row is locked
 * after the paper's, always in that order, so that votes do not deadlock with each other.
 */
const CAST = byPaperDetail((columns) =>
  prepared(
    voteStatement({
      vote: `
        insert into upvotes (paper_id, user_id) select p.id, $2::integer from papers p where p.id = $1::integer
        on conflict do nothing returning paper_id, user_id, voted_at`,
      step: '+ 1',
      weigh: addVoteWeight('vote.voted_at'),
      kind: 'PAPER_UPVOTED',
      answer: columns,
    }),
  ),
);

/** The weight stays as it is: a vote cannot be taken out of a sum of logarithms, so the sum is made anew afterwards. */
const WITHDRAW = prepared(
  voteStatement({
    vote: 'delete from upvotes where paper_id = $1::integer and user_id = $2::integer returning paper_id, user_id',
    step: '- 1',
    weigh: 'log_vote_weight = s.log_vote_weight',
    kind: 'PAPER_UPVOTE_REMOVED',
    answer: 's.paper_id',
  }),
);

function voteStatement(parts: Record<'vote' | 'step' | 'weigh' | 'kind' | 'answer', string>): string {
  const { vote, step, weigh, kind, answer } = parts;
  return `
    with vote as (${vote}), counted as (
      update paper_stats s set upvote_count = s.upvote_count ${step}, ${weigh} from vote where s.paper_id = vote.paper_id
      returning s.*, vote.user_id
    ), credited as (
      update users u set upvote_count = u.upvote_count ${step} from counted where u.id = counted.user_id
    ), recorded as (
      ${recordChangesFrom(`select '${kind}', user_id, 'Paper', paper_id::text, paper_id, ${editionOfPaper('counted.paper_id')} from counted`)}
    )
    select ${answer} from counted s join papers p on p.id = s.paper_id`;
}

/**
 * Votes for one paper wait for its row in any case, each until the one before is on disk. Waiting here, they leave the
 * connections to those for other papers. Two at once, so that one is sent while the other commits.
 */
const fewOfPaper = fewAtOnce<number>(2);

/** An import that gives the paper an id may wait for the vote while the vote waits for it: PostgreSQL ends one of them. */
function inTurn<T>(paperId: number, vote: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return fewOfPaper(paperId, () => retryConflicts(vote), signal);
}

/** Votes for a paper; answers it with its new count, null where nothing changed: there is no such paper, or the vote was there. */
export async function castUpvote(
  sql: SqlRunner,
  detail: PaperDetail,
  paperId: number,
  userId: number,
  signal?: AbortSignal,
) {
  const cast = () => rowsOf(sql, CAST[detail], [paperId, userId]).catch(nothingWhereGone);
  const [row] = await inTurn(paperId, cast, signal);
  return row ? paperFromRow(row) : null;
}

/** The paper became part of another one while the vote waited for it. */
function nothingWhereGone(error: unknown): [] {
  if (isOfGonePaper(error)) return [];
  throw error;
}

/** Takes a vote back; where there is none, nothing changes. */
export async function withdrawUpvote(database: SqlDatabase, paperId: number, userId: number): Promise<void> {
  await inTurn(paperId, () => database.transaction((sql) => withdraw(sql, paperId, userId)), database.signal);
}

async function withdraw(sql: SqlRunner, paperId: number, userId: number): Promise<void> {
  const withdrawn = await rowsOf(sql, WITHDRAW, [paperId, userId]);
  if (withdrawn.length > 0) await recomputeTrending(sql, [paperId]);
}

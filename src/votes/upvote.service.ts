import type { Pool } from 'pg';
import { recordChangesFrom } from '../changes/record-change';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf } from '../db/sql';
import { fewAtOnce } from '../lib/few-at-once';
import { byPaperDetail, PaperDetail } from '../papers/paper-columns';
import type { Paper } from '../papers/paper.entity';
import { paperFromRow } from '../papers/papers.query';

/**
 * One statement: the vote, the counts of its paper and its person, and the change are there together or not at all.
 * The counts hang on the row that was really written, so a repeated vote changes nothing; the person's row is locked
 * after the paper's, always in that order, so that votes do not deadlock with each other.
 */
const CAST = byPaperDetail((columns) =>
  voteStatement(columns, {
    step: '+ 1',
    kind: 'PAPER_UPVOTED',
    vote: `
      insert into upvotes (paper_id, user_id) select p.id, $2::integer from papers p where p.id = $1::integer
      on conflict do nothing returning paper_id, user_id`,
  }),
);

const WITHDRAW = byPaperDetail((columns) =>
  voteStatement(columns, {
    step: '- 1',
    kind: 'PAPER_UPVOTE_REMOVED',
    vote: 'delete from upvotes where paper_id = $1::integer and user_id = $2::integer returning paper_id, user_id',
  }),
);

function voteStatement(columns: string, { vote, step, kind }: { vote: string; step: string; kind: string }) {
  return prepared(`
    with vote as (${vote}), counted as (
      update paper_stats s set upvote_count = s.upvote_count ${step} from vote where s.paper_id = vote.paper_id
      returning s.*, vote.user_id
    ), credited as (
      update users u set upvote_count = u.upvote_count ${step} from counted where u.id = counted.user_id
    ), recorded as (
      ${recordChangesFrom(`select '${kind}', user_id, 'Paper', paper_id::text, paper_id, null::date from counted`)}
    )
    select ${columns} from counted s join papers p on p.id = s.paper_id`);
}

/** Votes for a paper; answers it with its new count, null where nothing changed: there is no such paper, or the vote was there. */
export function castUpvote(pool: Pool, detail: PaperDetail, paperId: number, userId: number): Promise<Paper | null> {
  return runVote(pool, CAST[detail], paperId, userId);
}

/** Takes a vote back; answers as `castUpvote` does. */
export function withdrawUpvote(
  pool: Pool,
  detail: PaperDetail,
  paperId: number,
  userId: number,
): Promise<Paper | null> {
  return runVote(pool, WITHDRAW[detail], paperId, userId);
}

/**
 * Votes for one paper wait for its row in any case, each until the one before is on disk. Waiting here, they leave the
 * connections to those for other papers. Two at once, so that one is sent while the other commits.
 */
const fewOfPaper = fewAtOnce<number>(2);

/** An import that gives the paper an id may wait for the vote while the vote waits for it: PostgreSQL ends one of them. */
async function runVote(pool: Pool, statement: ReturnType<typeof prepared>, paperId: number, userId: number) {
  const [row] = await fewOfPaper(paperId, () => retryConflicts(() => rowsOf(pool, statement, [paperId, userId])));
  return row ? paperFromRow(row) : null;
}

import { gatherOrAlone } from '../db/requests/gather-requests';
import type { RequestDatabase } from '../db/requests/request-database';
import { retryConflicts } from '../db/retry';
import type { SqlDatabase } from '../db/sql';
import { fewAtOnce } from '../lib/few-at-once';
import { isOfGonePaper } from '../papers/gone-paper';
import { PAPER_COLUMNS, type PaperDetail } from '../papers/paper-columns';
import type { Paper } from '../papers/paper.entity';
import { castVotes, Vote, withdrawVotes, WriteVotes } from './upvote.service';

/** A vote, and how much is asked of its paper. */
interface AskedVote extends Vote {
  detail: PaperDetail;
}

/** To begin a statement takes as long as five votes more in it, so one large group is written sooner than two small ones. */
const GROUPS_AT_ONCE = 1;
/** They take 10 to 20 ms. */
const VOTES_IN_A_GROUP = 100;
/** How long others wait for a group that is stuck: then the next one is written beside it, of other papers. */
const STUCK_AFTER_MS = 100;
/**
 * How long a group waits for a row that somebody holds. Then its votes are written each alone: most are half a second late
 * because of a paper that is not theirs.
 */
const GROUP_PATIENCE_MS = 500;

/** Each has what the one before it has. */
const DETAILS = Object.keys(PAPER_COLUMNS) as PaperDetail[];

/** Casts a vote, with those that came meanwhile; answers its paper with its new count, null where nothing changed: there is no such paper, or the vote was there. */
export const castTogether = together(castVotes);

/** Takes a vote back, with those that came meanwhile; answers its paper, null where there was no vote. */
export const withdrawTogether = together(withdrawVotes);

/** Votes that are written alone for one paper wait for its row in any case: here they leave the connections to others. */
const fewOfPaper = fewAtOnce<number>(2);

function together(write: WriteVotes) {
  return gatherOrAlone<AskedVote, Paper | null>(
    {
      together: (database, votes) => {
        const written = writeGroup(write, database, votes);
        return votes.map(async ({ paperId }) => (await written).get(paperId) ?? null);
      },
      alone: (own, vote) => writeAlone(write, own, vote),
    },
    {
      batchesAtOnce: GROUPS_AT_ONCE,
      itemsInABatch: VOTES_IN_A_GROUP,
      patienceMs: STUCK_AFTER_MS,
      keyOf: ({ paperId }) => paperId,
    },
  );
}

function writeGroup(write: WriteVotes, { pool }: RequestDatabase, votes: AskedVote[]): Promise<Map<number, Paper>> {
  const detail = DETAILS.findLast((one) => votes.some((vote) => vote.detail === one)) ?? 'LINE';
  return retryConflicts(() => write(pool, detail, votes, GROUP_PATIENCE_MS));
}

/** As together, for one vote. */
export async function writeAlone(
  write: WriteVotes,
  { pool, signal }: Pick<SqlDatabase, 'pool' | 'signal'>,
  vote: AskedVote,
) {
  // Of two that wait for each other PostgreSQL ends one.
  const run = () => retryConflicts(() => write(pool, vote.detail, [vote], null));
  const papers = await fewOfPaper(vote.paperId, run, signal).catch(nothingWhereGone);
  return papers.get(vote.paperId) ?? null;
}

/** The paper became part of another one while the vote waited for it. */
function nothingWhereGone(error: unknown): Map<number, Paper> {
  if (isOfGonePaper(error)) return new Map();
  throw error;
}

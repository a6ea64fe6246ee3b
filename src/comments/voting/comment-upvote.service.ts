import { recordChangesFrom } from '../../changes/record-change';
import { retryConflicts } from '../../db/retry';
import { prepared, rowsOf, SqlDatabase } from '../../db/sql';
import { DomainError, UserErrorCode } from '../../graphql/user-error';
import { fewAtOnce } from '../../lib/few-at-once';

/** As a vote for a paper: one statement, in which the count and the change hang on the row that was really written. */
const CAST = prepared(
  voteStatement(
    `insert into comment_upvotes (comment_id, user_id) select comment.id, $2::integer from comment
     on conflict do nothing returning comment_id, user_id`,
    '+ 1',
    'COMMENT_UPVOTED',
  ),
);

const WITHDRAW = prepared(
  voteStatement(
    `delete from comment_upvotes v using comment where v.comment_id = comment.id and v.user_id = $2::integer
     returning v.comment_id, v.user_id`,
    '- 1',
    'COMMENT_UPVOTE_REMOVED',
  ),
);

/** The comment is locked first, so that it neither goes nor is hidden meanwhile. */
function voteStatement(vote: string, step: string, kind: string): string {
  return `
    with comment as (
      select id from comments where id = $1::integer and state = 'VISIBLE' for no key update
    ), vote as (${vote}), counted as (
      update comments c set upvote_count = c.upvote_count ${step} from vote where c.id = vote.comment_id
      returning c.id, c.paper_id, vote.user_id
    ), recorded as (
      ${recordChangesFrom(`select '${kind}', user_id, 'Comment', id::text, paper_id, null::date from counted`)}
    )
    select id from comment`;
}

const STATE = prepared('select lower(state) as state from comments where id = $1::integer');

/** Votes for one comment wait for its row in any case: here they leave the connections to others. */
const fewOfComment = fewAtOnce<number>(2);

/** Votes for a comment; a second vote changes nothing. False where there is no such comment. */
export function castCommentUpvote(database: SqlDatabase, commentId: number, userId: number): Promise<boolean> {
  return vote(database, CAST, commentId, userId);
}

/** Takes a vote back; where there is none, nothing changes. False where there is no such comment. */
export function withdrawCommentUpvote(database: SqlDatabase, commentId: number, userId: number): Promise<boolean> {
  return vote(database, WITHDRAW, commentId, userId);
}

async function vote(
  { pool, signal }: SqlDatabase,
  statement: typeof CAST,
  commentId: number,
  userId: number,
): Promise<boolean> {
  const run = () => retryConflicts(() => rowsOf(pool, statement, [commentId, userId]));
  const found = await fewOfComment(commentId, run, signal);
  if (found.length > 0) return true;
  const [stub] = await rowsOf<{ state: string }>(pool, STATE, [commentId]);
  if (!stub) return false;
  const message = `This comment is ${stub.state}; nobody can vote for it.`;
  throw new DomainError(UserErrorCode.NOT_VISIBLE, message, ['input', 'commentId']);
}

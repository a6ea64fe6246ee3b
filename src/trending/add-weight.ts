import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** Assignments to a row `s` of paper_stats that add so many votes, all given at `instant`, in constant time. */
export function addVoteWeight(instant: string, count = '1'): string {
  const votes = `log_add_exp(s.log_vote_weight, log_weight_at(${instant}) + ln(${count}::double precision))`;
  return `log_vote_weight = ${votes}, trending_score = trending_score_of(${votes}, s.log_comment_weight)`;
}

/** What a comment counts beside a vote: a quarter. */
const COMMENT = `log_add_exp(s.log_comment_weight, log_weight_at(comment.created_at) - ln(4::double precision))`;

const ADD_COMMENT = prepared(`
  update paper_stats s set
    log_comment_weight = ${COMMENT}, trending_score = trending_score_of(s.log_vote_weight, ${COMMENT})
  from comments comment
  where comment.id = $1::integer and s.paper_id = comment.paper_id and comment.state = 'VISIBLE'
    and comment.author_id is not null and not exists (
      select from comments other
      where other.paper_id = comment.paper_id and other.author_id = comment.author_id
        and other.state = 'VISIBLE' and other.id <> comment.id
    )`);

/**
 * Adds a new comment to the trending score of its paper, in constant time; only a person's first one counts. Inside
 * the transaction that wrote the comment, after it locked the row of the paper's counts in a statement of its own:
 * of two first comments by one person at once, the later one then sees the other.
 */
export async function addCommentWeight(sql: SqlRunner, commentId: number): Promise<void> {
  await rowsOf(sql, ADD_COMMENT, [commentId]);
}

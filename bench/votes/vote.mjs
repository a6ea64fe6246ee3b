/** A vote as a page of an app would send it. */
const operationOf = (mutation, inputType) =>
  `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { paper { upvoteCount } userErrors { code } } }`;
const CAST = operationOf('upvotePaper', 'UpvotePaperInput');
const WITHDRAW = operationOf('removePaperUpvote', 'RemovePaperUpvoteInput');

const json = { 'content-type': 'application/json', accept: 'application/json' };

/** A vote as a request to the API. */
export function apiRequest({ paper, voter, isCast }) {
  const paperId = Buffer.from(`Paper:${paper}`).toString('base64url');
  return {
    headers: { ...json, authorization: `Bearer ${voter.token}` },
    body: JSON.stringify({ query: isCast ? CAST : WITHDRAW, variables: { input: { paperId } } }),
  };
}

/** The same as a request to the server of the bare statement. */
export function statementRequest({ paper, voter, isCast }) {
  return { headers: json, body: JSON.stringify({ paper, user: voter.id, isCast }) };
}

/** One statement that does the same but for trending scores: the vote, both counts and the change, all or nothing. */
export const CAST_SQL = statementOf(
  'insert into upvotes (paper_id, user_id) values ($1, $2) on conflict do nothing returning paper_id, user_id',
  1,
  'PAPER_UPVOTED',
);
export const WITHDRAW_SQL = statementOf(
  'delete from upvotes where paper_id = $1 and user_id = $2 returning paper_id, user_id',
  -1,
  'PAPER_UPVOTE_REMOVED',
);

function statementOf(vote, step, kind) {
  return `
    with vote as (${vote}), counted as (
      update paper_stats s set upvote_count = s.upvote_count + ${step} from vote where s.paper_id = vote.paper_id
      returning s.paper_id, s.upvote_count, vote.user_id
    ), credited as (
      update users u set upvote_count = u.upvote_count + ${step} from counted where u.id = counted.user_id
    ), recorded as (
      insert into changes (kind, actor_id, subject_type, subject_id, paper_id, transaction_id)
      select '${kind}', user_id, 'Paper', paper_id::text, paper_id, pg_current_xact_id()::text::bigint from counted
    )
    select upvote_count from counted`;
}

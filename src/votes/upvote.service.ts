import { isStillBearer } from '../access/viewer.query';
import { recordChangesFrom } from '../changes/record-change';
import { instancesOf, prepared, rowsOf, SqlRunner } from '../db/sql';
import type { RememberedBearer } from '../graphql/confirmation';
import { byPaperDetail, PaperDetail } from '../papers/paper-columns';
import { Paper } from '../papers/paper.entity';
import { selectPapersById } from '../papers/papers.query';
import { addVoteWeight } from '../trending/add-weight';
import { editionOfPaper } from './edition-of-paper';

export interface Vote {
  paperId: number;
  userId: number;
  /** Of somebody who is remembered: nothing is written unless all that is so still. */
  bearer?: RememberedBearer | undefined;
}

/**
 * Writes votes in one statement; answers the papers for which one was really written, by key. `patienceMs` is how long it may
 * wait for a row that somebody else holds; null is for as long as a statement may take.
 */
export type WriteVotes = (
  sql: SqlRunner,
  detail: PaperDetail,
  votes: readonly Vote[],
  patienceMs: number | null,
) => Promise<Map<number, Paper>>;

/**
 * Of one vote: it, the counts of its paper and its person, and the change are there together or not at all. The counts hang on
 * the row that was really written, so a repeated vote changes nothing. The person's row is locked after the paper's.
 */
const CAST_ONE = byPaperDetail((columns) =>
  prepared(`
    with vote as (
      insert into upvotes (paper_id, user_id) select s.paper_id, $2::integer from paper_stats s
      where s.paper_id = $1::integer and ${isStillBearer('$3::integer', '$4::text')}
      on conflict do nothing returning paper_id, user_id, voted_at
    ), counted as (
      update paper_stats s set upvote_count = s.upvote_count + 1, ${addVoteWeight('vote.voted_at')}
      from vote where s.paper_id = vote.paper_id
      returning s.*, vote.user_id
    ), credited as (
      update users u set upvote_count = u.upvote_count + 1 from counted where u.id = counted.user_id
    ), recorded as (
      ${recordChangesFrom(`
        select 'PAPER_UPVOTED', user_id, 'Paper', paper_id::text, paper_id, ${editionOfPaper('counted.paper_id')}
        from counted`)}
    )
    select ${columns} from counted s join papers p on p.id = s.paper_id`),
);

/**
 * Whether all are who is remembered of them. Others vote for the same papers, so where somebody is not, no paper is answered:
 * then each is asked for again, of those who are remembered by a bearer who is read for it.
 */
const ALL_ARE_STILL_BEARERS = '(select count(*) from asked) = cardinality($1::integer[])';

/** The same of many, which takes a tenth of a millisecond more, and as much for each vote. */
const CAST = byPaperDetail((columns) =>
  prepared(
    votesStatement({
      votes: `
        insert into upvotes (paper_id, user_id)
        select s.paper_id, asked.user_id from asked join paper_stats s using (paper_id) order by s.paper_id, asked.user_id
        on conflict do nothing returning paper_id, user_id, voted_at`,
      sign: '+',
      weigh: addVoteWeight('locked.voted_at', 'locked.count'),
      kind: 'PAPER_UPVOTED',
      answer: `select ${columns} from counted s join papers p on p.id = s.paper_id where ${ALL_ARE_STILL_BEARERS}`,
    }),
  ),
);

/** A vote cannot be taken out of a sum of logarithms, so the sum is made anew, by a function that sees the rows as they are then. */
const WITHDRAW = prepared(
  votesStatement({
    votes: `
      delete from upvotes v using (
        select held.paper_id, held.user_id from asked join upvotes held using (paper_id, user_id)
        order by held.paper_id, held.user_id for update of held
      ) held
      where v.paper_id = held.paper_id and v.user_id = held.user_id returning v.paper_id, v.user_id, v.voted_at`,
    sign: '-',
    weigh: 'log_vote_weight = s.log_vote_weight',
    kind: 'PAPER_UPVOTE_REMOVED',
    answer: `
      select case when ${ALL_ARE_STILL_BEARERS} then written.ids else '{}' end as "paperIds",
        recompute_trending(written.ids)
      from (select array(select paper_id from counted order by paper_id) as ids offset 0) written`,
  }),
);

/**
 * The counts hang on the rows that were really written here too, summed up. Rows are locked votes first, then papers, then
 * people, each in the order of keys, so that votes do not deadlock with each other.
 */
function votesStatement(parts: Record<'votes' | 'sign' | 'weigh' | 'kind' | 'answer', string>): string {
  const { votes, sign, weigh, kind, answer } = parts;
  // Through sub-selects, so that the planner does not see how many there are: see isAnyOf.
  return `
    with asked as materialized (
      select paper_id, user_id
      from unnest((select $1::integer[]), (select $2::integer[]), (select $3::integer[]), (select $4::text[]))
        as vote (paper_id, user_id, token_id, role)
      where set_config('lock_timeout', coalesce($5::text, current_setting('lock_timeout')), true) is not null
        and ${isStillBearer('vote.token_id', 'vote.role')}
    ), vote as (${votes}), locked as (
      select s.paper_id, written.count, written.voted_at from paper_stats s join (
        select paper_id, count(*) as count, max(voted_at) as voted_at from vote group by paper_id
      ) written using (paper_id) order by s.paper_id for no key update of s
    ), counted as (
      update paper_stats s set upvote_count = s.upvote_count ${sign} locked.count, ${weigh}
      from locked where s.paper_id = locked.paper_id
      returning s.*, ${editionOfPaper('s.paper_id')} as edition_date
    ), voter as (
      select u.id, written.count from users u join (
        select user_id, count(*) as count from vote join counted using (paper_id) group by user_id
      ) written on written.user_id = u.id order by u.id for no key update of u
    ), credited as (
      update users u set upvote_count = u.upvote_count ${sign} voter.count from voter where u.id = voter.id
    ), recorded as (
      ${recordChangesFrom(`
        select '${kind}', vote.user_id, 'Paper', vote.paper_id::text, vote.paper_id, counted.edition_date
        from vote join counted using (paper_id) order by vote.paper_id, vote.user_id`)}
    )
    ${answer}`;
}

function parametersOfOne({ paperId, userId, bearer }: Vote) {
  return [paperId, userId, bearer?.accessTokenId ?? null, bearer?.role ?? null];
}

function parametersOf(votes: readonly Vote[], patienceMs: number | null) {
  return [
    votes.map(({ paperId }) => paperId),
    votes.map(({ userId }) => userId),
    votes.map(({ bearer }) => bearer?.accessTokenId ?? null),
    votes.map(({ bearer }) => bearer?.role ?? null),
    patienceMs,
  ];
}

/** Casts votes. A paper is left out where it is none, or where its votes were there before; all are where somebody is not who is remembered. */
export const castVotes: WriteVotes = async (sql, detail, votes, patienceMs) => {
  const papers =
    votes.length === 1
      ? await instancesOf(Paper, sql, CAST_ONE[detail], parametersOfOne(votes[0]!))
      : await instancesOf(Paper, sql, CAST[detail], parametersOf(votes, patienceMs));
  return new Map(papers.map((paper) => [paper.rowId, paper]));
};

/** Takes votes back, and reads their papers once the scores are made anew. */
export const withdrawVotes: WriteVotes = async (sql, detail, votes, patienceMs) => {
  const [written] = await rowsOf<{ paperIds: number[] }>(sql, WITHDRAW, parametersOf(votes, patienceMs));
  const paperIds = written?.paperIds ?? [];
  return paperIds.length > 0 ? selectPapersById(sql, detail, paperIds) : new Map<number, Paper>();
};

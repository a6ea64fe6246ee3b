import type { MigrationInterface, QueryRunner } from 'typeorm';
import { backfill } from '../src/db/migrating/backfill';
import { buildIndex } from '../src/db/migrating/build-index';
import { addConstraint } from '../src/db/migrating/constraints';
import { once, takeSteps } from '../src/db/migrating/steps';

/** What the trending score of a paper is made of. */
export class Trending1764300000000 implements MigrationInterface {
  transaction = false as const;

  async up(queryRunner: QueryRunner): Promise<void> {
    await takeSteps(queryRunner, [
      once('paper_stats.log_vote_weight', COLUMNS_AND_FUNCTIONS),
      buildIndex('comments_commenter_idx', `comments (paper_id, author_id, created_at) where state = 'VISIBLE'`),
      backfill({
        table: 'paper_stats',
        key: 'paper_id',
        fill: (from, to) => `
        select recompute_trending(array(select paper_id from paper_stats where paper_id >= ${from} and paper_id < ${to}))`,
      }),
      // Not by equality: a dump may be restored where exp() differs in its last bit.
      addConstraint(
        'paper_stats',
        'paper_stats_check2',
        'check (abs(trending_score - trending_score_of(log_vote_weight, log_comment_weight)) < 1e-9)',
      ),
      buildIndex('paper_stats_trending_score_idx', 'paper_stats (trending_score, paper_id)'),
      buildIndex('paper_stats_trending_day_idx', 'paper_stats (trending_day, trending_score, paper_id)'),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function recompute_trending;
      drop index comments_commenter_idx;
      alter table paper_stats
        drop column log_vote_weight, drop column log_comment_weight, drop column trending_score, drop column trending_day;
      drop function log_start_weight, trending_start, feed_time_zone, trending_score_of, log_sum_exp, log_add_exp, log_weight_at;
    `);
  }
}

export const RECOMPUTE_BY_JOINS = `
  -- The rows are locked by a statement of its own, so that the next one sees every vote that was counted before.
  -- Where the counts say that nothing is ours, nothing is looked for: imports are mostly of such papers.
  create or replace function recompute_trending(paper_ids integer[]) returns void language plpgsql as $$ begin
    perform from paper_stats where paper_id = any (paper_ids) order by paper_id for no key update;
    update paper_stats set
      trending_day = computed.day,
      log_vote_weight = computed.votes,
      log_comment_weight = computed.comments,
      trending_score = trending_score_of(computed.votes, computed.comments)
    from (
      select s.paper_id, listed.day,
        log_add_exp(
          log_start_weight(trending_start(listed.day, zone.name, p.created_at), s.imported_upvote_count),
          case when s.upvote_count > s.imported_upvote_count then (
            select latest.weight + ln(sum(exp(greatest(log_weight_at(voted_at) - latest.weight, -700))))
            from upvotes,
              (select log_weight_at(max(voted_at)) from upvotes where upvotes.paper_id = p.id) as latest(weight)
            where upvotes.paper_id = p.id group by latest.weight
          ) end
        ) as votes,
        case when s.comment_count > s.imported_comment_count then log_sum_exp(array(
          select log_weight_at(min(created_at)) from comments
          where comments.paper_id = p.id and state = 'VISIBLE' and author_id is not null group by author_id
        )) - ln(4::double precision) end as comments
      from paper_stats s join papers p on p.id = s.paper_id
        left join submissions on submissions.paper_id = p.id and submissions.state = 'LISTED'
        cross join lateral (select coalesce(submissions.edition_date, p.published_on) as day) as listed
        cross join feed_time_zone() as zone(name)
      where s.paper_id = any (paper_ids)
      offset 0 -- computes each weight once, not wherever it is used
    ) as computed
    where paper_stats.paper_id = computed.paper_id;
  end $$;`;

const COLUMNS_AND_FUNCTIONS = `
  -- Weights are kept as natural logarithms: exp(weight) would overflow some three years after 2020.
  create function log_weight_at(instant timestamptz) returns double precision
    language sql immutable strict parallel safe
    return date_part('epoch', instant - timestamptz '2020-01-01 00:00:00Z') / 86400 * ln(2::double precision);

  -- ln(exp(a) + exp(b)), where null stands for the logarithm of nothing. PostgreSQL refuses exp() of less than -745.
  -- In PL/pgSQL, because a vote would plan a function in SQL each time.
  create function log_add_exp(a double precision, b double precision) returns double precision
    language plpgsql immutable parallel safe as $$ begin
      return case when a is null then b when b is null then a
        else greatest(a, b) + ln(1 + exp(greatest(-abs(a - b), -700))) end;
    end $$;

  -- ln(V + min(C, V / 2))
  create function trending_score_of(log_vote_weight double precision, log_comment_weight double precision)
    returns double precision language plpgsql immutable parallel safe as $$ begin
      return case when log_comment_weight is null then log_vote_weight else log_vote_weight
        + ln(1 + exp(greatest(least(log_comment_weight - log_vote_weight, -ln(2::double precision)), -700))) end;
    end $$;

  create function log_sum_exp(terms double precision[]) returns double precision
    language sql immutable strict parallel safe
    return (select largest + ln(sum(exp(greatest(term - largest, -700))))
      from (select max(term) as largest from unnest(terms) as term) as top, unnest(terms) as term group by largest);

  create function feed_time_zone() returns text language sql stable
    return coalesce((select value from settings where name = 'feed_time_zone'), 'UTC');

  create function trending_start(day date, zone text, created_at timestamptz) returns timestamptz
    language sql immutable parallel safe
    return coalesce(day::timestamp at time zone zone, created_at);

  -- ln of the listing itself and the imported upvotes, all at the start.
  create function log_start_weight(start timestamptz, imported_upvote_count integer) returns double precision
    language sql immutable parallel safe
    return log_weight_at(start) + ln(1::double precision + imported_upvote_count);

  alter table paper_stats
    add column log_vote_weight double precision not null default 0,
    add column log_comment_weight double precision,
    add column trending_score double precision not null default 0,
    add column trending_day date;

  ${RECOMPUTE_BY_JOINS}`;

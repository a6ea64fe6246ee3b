import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the trending score of a paper is made of. */
export class Trending1764300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Weights are kept as natural logarithms: exp(weight) would overflow some three years after 2020.
      create function log_weight_at(instant timestamptz) returns double precision
        language sql immutable strict parallel safe
        return extract(epoch from instant - timestamptz '2020-01-01 00:00:00Z')::double precision / 86400 * ln(2::double precision);

      -- ln(exp(a) + exp(b)), where null stands for the logarithm of nothing. PostgreSQL refuses exp() of less than -745.
      create function log_add_exp(a double precision, b double precision) returns double precision
        language sql immutable parallel safe
        return case when a is null then b when b is null then a
          else greatest(a, b) + ln(1 + exp(greatest(-abs(a - b), -700))) end;

      create function log_sum_exp(terms double precision[]) returns double precision
        language sql immutable strict parallel safe
        return (select largest + ln(sum(exp(greatest(term - largest, -700))))
          from (select max(term) as largest from unnest(terms) as term) as top, unnest(terms) as term group by largest);

      -- ln(V + min(C, V / 2))
      create function trending_score(log_vote_weight double precision, log_comment_weight double precision)
        returns double precision language sql immutable parallel safe
        return case when log_comment_weight is null then log_vote_weight
          else log_add_exp(log_vote_weight, least(log_comment_weight, log_vote_weight - ln(2::double precision))) end;

      create function start_of_feed_day(day date) returns timestamptz language sql stable strict parallel safe
        return day::timestamp at time zone coalesce((select value from settings where name = 'feed_time_zone'), 'UTC');

      alter table paper_stats
        add column log_vote_weight double precision not null default 0,
        add column log_comment_weight double precision,
        add column trending_day date;
      create index comments_commenter_idx on comments (paper_id, author_id, created_at) where state = 'VISIBLE';

      -- The rows are locked by a statement of its own, so that the next one sees every vote that was counted before.
      create function recompute_trending(paper_ids integer[]) returns void language plpgsql as $$ begin
        perform from paper_stats where paper_id = any (paper_ids) order by paper_id for no key update;
        update paper_stats s set
          trending_day = listed.day,
          log_vote_weight = log_add_exp(
            log_weight_at(coalesce(start_of_feed_day(listed.day), listed.created_at)) + ln((1 + s.imported_upvote_count)::double precision),
            log_sum_exp(array(select log_weight_at(voted_at) from upvotes where upvotes.paper_id = s.paper_id))),
          log_comment_weight = log_sum_exp(array(
            select log_weight_at(min(created_at)) from comments
            where comments.paper_id = s.paper_id and state = 'VISIBLE' and author_id is not null group by author_id
          )) - ln(4::double precision)
        from (
          select p.id, p.created_at, coalesce(submissions.edition_date, p.published_on) as day
          from papers p left join submissions on submissions.paper_id = p.id and submissions.state = 'LISTED'
          where p.id = any (paper_ids)
        ) as listed
        where s.paper_id = listed.id;
      end $$;

      select recompute_trending(array(select id from papers));
      create index paper_stats_trending_idx on paper_stats (trending_score(log_vote_weight, log_comment_weight), paper_id);
      create index paper_stats_trending_day_idx
        on paper_stats (trending_day, trending_score(log_vote_weight, log_comment_weight), paper_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function recompute_trending;
      drop index paper_stats_trending_idx, paper_stats_trending_day_idx, comments_commenter_idx;
      alter table paper_stats drop column log_vote_weight, drop column log_comment_weight, drop column trending_day;
      drop function trending_score, start_of_feed_day, log_sum_exp, log_add_exp, log_weight_at;
    `);
  }
}

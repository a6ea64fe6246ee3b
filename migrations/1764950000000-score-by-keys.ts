import type { MigrationInterface, QueryRunner } from 'typeorm';
import { RECOMPUTE_BY_JOINS } from './1764300000000-trending';

/**
 * Scores are computed of the rows of the papers asked for, whatever PostgreSQL takes the tables to hold. Where they were
 * emptied and then analyzed, it takes a table for one row, and joined all papers to all for each of them: an import of two
 * hundred papers took a minute.
 */
export class ScoreByKeys1764950000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(RECOMPUTE_BY_KEYS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(RECOMPUTE_BY_JOINS);
  }
}

const RECOMPUTE_BY_KEYS = `
  -- The rows are locked by a statement of its own, so that the next ones see every vote that was counted before.
  -- Where the counts say that nothing is ours, nothing is looked for: imports are mostly of such papers.
  create or replace function recompute_trending(paper_ids integer[]) returns void language plpgsql as $$
  declare
    zone text;
  begin
    perform from paper_stats where paper_id = any (paper_ids) order by paper_id for no key update;
    zone := feed_time_zone();
    update paper_stats s set (trending_day, log_vote_weight, log_comment_weight, trending_score) = (
      select day, votes, comments, trending_score_of(votes, comments) from (
        select day,
          log_add_exp(
            log_start_weight(trending_start(day, zone, created_at), s.imported_upvote_count),
            case when s.upvote_count > s.imported_upvote_count then (
              select latest.weight + ln(sum(exp(greatest(log_weight_at(voted_at) - latest.weight, -700))))
              from upvotes,
                (select log_weight_at(max(voted_at)) from upvotes where upvotes.paper_id = s.paper_id) as latest(weight)
              where upvotes.paper_id = s.paper_id group by latest.weight
            ) end
          ) as votes,
          case when s.comment_count > s.imported_comment_count then log_sum_exp(array(
            select log_weight_at(min(created_at)) from comments
            where comments.paper_id = s.paper_id and state = 'VISIBLE' and author_id is not null group by author_id
          )) - ln(4::double precision) end as comments
        from (
          select p.created_at, coalesce((
            select edition_date from submissions where submissions.paper_id = p.id and submissions.state = 'LISTED'
          ), p.published_on) as day
          from papers p where p.id = s.paper_id
        ) as paper
        offset 0 -- computes each weight once, not wherever it is used
      ) as computed
    ) where paper_id = any (paper_ids);
  end $$;`;

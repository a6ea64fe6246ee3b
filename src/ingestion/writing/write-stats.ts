import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { prepared, rowsOf } from '../../db/sql';
import { isNew, type WrittenPaper } from './written-paper';

/** Writes the counts that sources reported, beside those of our own votes and comments. */
export async function writeStats(sql: ClientBase, papers: WrittenPaper[]): Promise<void> {
  await addStats(sql, papers.filter(isNew));
  await updateStats(sql, papers.filter(hasNewCounts));
}

export function hasNewCounts({ before, paper }: WrittenPaper): boolean {
  return before !== null && !isDeepStrictEqual(before.paper.counts, paper.counts);
}

async function addStats(sql: ClientBase, papers: WrittenPaper[]): Promise<void> {
  if (papers.length === 0) return;
  await rowsOf(sql, ADD_STATS, [
    papers.map((paper) => paper.id),
    papers.map(({ paper }) => paper.counts.upvotes),
    papers.map(({ paper }) => paper.counts.comments),
    papers.map(({ paper }) => paper.listing?.submittedAt ?? null),
    papers.map(({ paper }) => paper.listing?.editionDate ?? paper.metadata.publishedOn),
  ]);
}

/** A new paper has no votes and comments of ours, so what it weighs is known at once, and written with the row. */
const ADD_STATS = prepared(`
  insert into paper_stats (paper_id, upvote_count, imported_upvote_count, comment_count, imported_comment_count,
    submitted_at, trending_day, log_vote_weight, trending_score)
  select id, upvotes, upvotes, comments, comments, submitted_at, day, weight, weight
  from unnest($1::integer[], $2::integer[], $3::integer[], $4::timestamptz[], $5::date[])
      as given (id, upvotes, comments, submitted_at, day)
    cross join feed_time_zone() as zone(name)
    cross join lateral (
      select log_start_weight(trending_start(day, zone.name, now()::timestamptz(3)), upvotes) as weight offset 0
    ) as started`);

async function updateStats(sql: ClientBase, papers: WrittenPaper[]): Promise<void> {
  if (papers.length === 0) return;
  await rowsOf(sql, UPDATE_STATS, [
    papers.map((paper) => paper.id),
    papers.map(({ paper }) => paper.counts.upvotes),
    papers.map(({ paper }) => paper.counts.comments),
  ]);
}

/** By the difference, because people vote meanwhile. */
const UPDATE_STATS = prepared(`
  update paper_stats set
    upvote_count = upvote_count + (given.upvotes - imported_upvote_count),
    imported_upvote_count = given.upvotes,
    comment_count = comment_count + (given.comments - imported_comment_count),
    imported_comment_count = given.comments
  from unnest($1::integer[], $2::integer[], $3::integer[]) as given (paper_id, upvotes, comments)
  where paper_stats.paper_id = given.paper_id`);

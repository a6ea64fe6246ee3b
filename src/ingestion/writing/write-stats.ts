import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { prepared, rowsOf } from '../../db/sql';
import { copyRows } from './copy-rows';
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
  await copyRows(
    sql,
    'paper_stats (paper_id, upvote_count, imported_upvote_count, comment_count, imported_comment_count, submitted_at)',
    papers.map(({ id, paper: { counts, listing } }) => [
      id,
      counts.upvotes,
      counts.upvotes,
      counts.comments,
      counts.comments,
      listing?.submittedAt ?? null,
    ]),
  );
}

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

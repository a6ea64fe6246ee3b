import type { PoolClient } from 'pg';
import { recordChanges } from '../changes/record-change';
import { mergeClaims } from '../claims/merge-claims.service';
import { mergeThreads } from '../comments/merge-threads.service';
import { addToTotals } from '../db/add-to-totals';
import type { Database } from '../db/database';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf } from '../db/sql';
import { mergeSubmissions } from '../feed/merge-submissions.service';
import { unindexPapers } from '../indexing/index-papers.service';
import { absorbPaper, forgetAuthors } from '../ingestion/absorb-paper';
import { beginBatch } from '../ingestion/import-batch';
import { loadPapers } from '../ingestion/matching/load-candidates';
import { differingIds } from '../ingestion/matching/match-paper';
import { type WrittenPaper } from '../ingestion/writing/written-paper';
import { mergeLinks } from '../links/merge-links.service';
import { AdministrationError } from '../users/user.service';
import { mergeUpvotes } from '../votes/merge-upvotes.service';

/** What went over to the other paper. */
export interface MergedRows {
  reports: number;
  upvotes: number;
  /** People who had voted for both, and keep the earlier vote. */
  doubleUpvotes: number;
  comments: number;
  links: number;
  submissions: number;
  claims: number;
}

/**
 * Makes one paper of two that are one work: what hangs on the first goes over to the second, whose metadata is made anew of
 * the reports of both, and the first is gone; its slug leads to the second. Imports wait meanwhile; votes and comments are
 * let in before or after.
 */
export async function mergePapers(database: Database, fromId: number, intoId: number): Promise<MergedRows> {
  return retryConflicts(() => database.transaction((sql) => merge(sql, fromId, intoId)));
}

/** Answers what `mergePapers` would do, and leaves nothing. */
export async function rehearseMerge(database: Database, fromId: number, intoId: number): Promise<MergedRows> {
  return retryConflicts(() =>
    database.withConnection(async (sql) => {
      await sql.query('begin');
      try {
        return await merge(sql, fromId, intoId);
      } finally {
        await sql.query('rollback');
      }
    }),
  );
}

/** Locks come in one order wherever they are taken: the two that imports take, papers, comments, people, and the rest. */
async function merge(sql: PoolClient, fromId: number, intoId: number): Promise<MergedRows> {
  await beginBatch(sql);
  const [from, into] = await requireOneWork(sql, fromId, intoId);
  await unindexPapers(sql, [fromId]);
  await rowsOf(sql, LOCK_STATS, [fromId, intoId]);
  await rowsOf(sql, LOCK_PAPERS, [fromId, intoId]);
  await recordChanges(sql, [{ kind: 'PAPER_MERGED', subject: ['Paper', fromId], paperId: fromId, mergedInto: intoId }]);

  const comments = await mergeThreads(sql, fromId, intoId);
  const upvotes = await mergeUpvotes(sql, fromId, intoId);
  const links = await mergeLinks(sql, fromId, intoId);
  const submissions = await mergeSubmissions(sql, fromId, intoId);
  await absorbPaper(sql, from, into);
  // While both papers still name their authors, by whom claims are carried over.
  const claims = await mergeClaims(sql, fromId, intoId);
  await end(sql, from, intoId);
  return {
    reports: from.reports.size,
    upvotes: upvotes.moved,
    doubleUpvotes: upvotes.double,
    comments,
    links,
    submissions,
    claims,
  };
}

async function requireOneWork(sql: PoolClient, fromId: number, intoId: number): Promise<[WrittenPaper, WrittenPaper]> {
  if (fromId === intoId) throw new AdministrationError('Both name the same paper; two papers are expected.');
  const papers = (await loadPapers(sql, [fromId, intoId])) as WrittenPaper[];
  const [from, into] = [fromId, intoId].map((id) => papers.find((paper) => paper.id === id));
  if (!from || !into) throw new AdministrationError('One of the two papers is not there any more; look them up again.');
  const ids = differingIds(from, into);
  if (ids)
    throw new AdministrationError(`${ids[0]} and ${ids[1]} are ids of two works; papers of one work are expected.`);
  return [from, into];
}

async function end(sql: PoolClient, paper: WrittenPaper, intoId: number): Promise<void> {
  await forgetAuthors(sql, paper);
  await rowsOf(sql, MOVE_SLUGS, [paper.id, intoId]);
  await rowsOf(sql, KEEP_SLUG, [paper.id, intoId]);
  await rowsOf(sql, DELETE, [paper.id]);
  await addToTotals(sql, { papers: -1 });
}

// In this order, as a comment has its paper's counts before its key asks for the paper itself.
const LOCK_STATS = prepared(
  'select from paper_stats where paper_id in ($1::integer, $2::integer) order by paper_id for update',
);
const LOCK_PAPERS = prepared('select from papers where id in ($1::integer, $2::integer) order by id for update');

const MOVE_SLUGS = prepared('update former_slugs set paper_id = $2::integer where paper_id = $1::integer');
const KEEP_SLUG = prepared(
  'insert into former_slugs (slug, paper_id) select slug, $2::integer from papers where id = $1::integer',
);
const DELETE = prepared('delete from papers where id = $1::integer');

import type { ClientBase } from 'pg';
import { type NewChange, recordChanges } from '../../changes/record-change';
import { addToTotals } from '../../db/add-to-totals';
import { type WorkingPaper } from '../matching/working-paper';
import { recomputeTrending } from '../../trending/recompute-trending';
import { indexPapers } from '../../indexing/index-papers.service';
import { writeAuthorships } from '../authorships/write-authorships';
import { writeLinks } from './write-links';
import { hasNewListing, type NewListing, writeListings } from './write-listings';
import { hasNewDay, hasNewMetadata, writePapers } from './write-papers';
import { writeReports } from './write-reports';
import { hasNewCounts, writeStats } from './write-stats';
import { isNew, type WrittenPaper } from './written-paper';

/** Writes papers with all that hangs on them, in a number of statements that does not grow with theirs. */
export async function writeBatch(sql: ClientBase, papers: WorkingPaper[]): Promise<void> {
  if (papers.length === 0) return;
  const written = await writeWhatIsMatched(sql, papers);
  const authorsAdded = await writeAuthorships(sql, written);
  await writeLinks(sql, written);
  await writeStats(sql, written);
  const listings = await writeListings(sql, written);
  await recomputeTrending(sql, idsToRescore(written));
  await indexPapers(sql, idsToIndex(written));
  await recordChanges(sql, changesOf(written, listings));
  // Last, because every import and every vote on a total waits for these rows until the commit.
  await addToTotals(sql, { papers: written.filter(isNew).length, authors: authorsAdded });
}

/** Writes no more than what the records that follow are matched with. */
export async function writeWhatIsMatched(sql: ClientBase, papers: WorkingPaper[]): Promise<WrittenPaper[]> {
  const written = await writePapers(sql, papers);
  await writeReports(sql, written);
  return written;
}

/** Those of which something changed that their trending scores are made of; new ones are written with theirs. */
function idsToRescore(papers: WrittenPaper[]): number[] {
  const changed = papers.filter(
    (paper) => !isNew(paper) && (paper.hasGrown || hasNewCounts(paper) || hasNewListing(paper) || hasNewDay(paper)),
  );
  return changed.map((paper) => paper.id);
}

function idsToIndex(papers: WrittenPaper[]): number[] {
  return papers.filter((paper) => isNew(paper) || hasNewMetadata(paper)).map((paper) => paper.id);
}

function changesOf(papers: WrittenPaper[], listings: NewListing[]): NewChange[] {
  const listedIds = new Set(listings.map((listing) => listing.paperId));
  const added = papers.filter(isNew).map((paper) => aboutPaper('PAPER_ADDED', paper.id));
  const changed = papers
    .filter((paper) => isChanged(paper, listedIds))
    .map((paper) => aboutPaper('PAPER_CHANGED', paper.id));
  const listed = listings.map(({ paperId, editionDate }) => ({ ...aboutPaper('PAPER_LISTED', paperId), editionDate }));
  return [...added, ...changed, ...listed];
}

function isChanged(paper: WrittenPaper, listedIds: Set<number>): boolean {
  if (isNew(paper)) return false;
  const hasMovedInEdition = hasNewListing(paper) && !listedIds.has(paper.id);
  return paper.hasGrown || hasNewMetadata(paper) || hasNewCounts(paper) || hasMovedInEdition;
}

function aboutPaper(kind: NewChange['kind'], id: number): NewChange {
  return { kind, subject: ['Paper', id], paperId: id };
}

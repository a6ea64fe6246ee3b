import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { prepared, rowsOf } from '../../db/sql';
import { type WrittenPaper } from './written-paper';

/** A paper that was put on an edition. */
export interface NewListing {
  paperId: number;
  editionDate: string;
}

interface ChangedSubmission extends NewListing {
  /** The day on which the paper stood before; null where it stood on none. */
  leftDate: string | null;
}

/**
 * Puts papers on the editions that sources tell, where nobody submitted them here. Answers those that came to an
 * edition on which they did not stand.
 */
export async function writeListings(sql: ClientBase, papers: WrittenPaper[]): Promise<NewListing[]> {
  const listed = papers.filter(hasNewListing);
  if (listed.length === 0) return [];
  const listings = listed.map(({ paper }) => paper.listing!);
  const dates = listings.map((listing) => listing.editionDate);
  await rowsOf(sql, OPEN_EDITIONS, [dates]);
  const changed = await rowsOf<ChangedSubmission & { [column: string]: unknown }>(sql, PUT_SUBMISSIONS, [
    listed.map((paper) => paper.id),
    dates,
    listings.map((listing) => listing.position),
    listings.map((listing) => listing.submittedByName ?? null),
    listings.map((listing) => listing.submittedAt ?? null),
  ]);
  await rowsOf(sql, COPY_SUBMISSION_TIMES, [changed.map((submission) => submission.paperId)]);
  const arrived = changed.filter(({ editionDate, leftDate }) => editionDate !== leftDate);
  await countListed(sql, dates, arrived);
  return arrived;
}

export function hasNewListing({ before, paper }: WrittenPaper): boolean {
  return paper.listing !== null && !isDeepStrictEqual(before?.paper.listing, paper.listing);
}

/** A day that is left without papers has no row, nor has one that was opened in vain. */
async function countListed(sql: ClientBase, dates: string[], arrived: ChangedSubmission[]): Promise<void> {
  const arrivals = arrived.map(({ editionDate }) => ({ date: editionDate, by: 1 }));
  const departures = arrived.flatMap(({ leftDate }) => (leftDate === null ? [] : [{ date: leftDate, by: -1 }]));
  const steps = [...arrivals, ...departures];
  await rowsOf(sql, COUNT_LISTED, [steps.map((step) => step.date), steps.map((step) => step.by)]);
  await rowsOf(sql, CLOSE_EMPTY_EDITIONS, [[...dates, ...departures.map((step) => step.date)]]);
}

/** Locks the rows that are there, so that nobody who withdraws takes one away before papers are put on it. */
const OPEN_EDITIONS = prepared(`
  insert into editions (date) select distinct unnest($1::date[]) order by 1
  on conflict (date) do update set paper_count = editions.paper_count`);

/** What a moderator took off stays off, whatever sources say. */
const PUT_SUBMISSIONS = prepared(`
  with listings as (
    select * from unnest($1::integer[], $2::date[], $3::integer[], $4::text[], $5::timestamptz[])
      as listings (paper_id, edition_date, position, submitted_by_name, submitted_at)
  ), moved as (
    update submissions set
      edition_date = listings.edition_date, position = listings.position,
      submitted_by_name = listings.submitted_by_name, submitted_at = listings.submitted_at
    from listings join submissions as former using (paper_id)
    where submissions.id = former.id and former.state = 'LISTED' and former.submitted_by is null
    returning submissions.paper_id, submissions.edition_date, former.edition_date as left_date
  ), added as (
    insert into submissions (paper_id, edition_date, position, submitted_by_name, submitted_at, state)
    select listings.*, 'LISTED' from listings
    where not exists (select from submissions where paper_id = listings.paper_id)
    on conflict (paper_id) where state <> 'REJECTED' do nothing
    returning paper_id, edition_date, null::date as left_date
  )
  select paper_id as "paperId", edition_date as "editionDate", left_date as "leftDate"
  from (select * from moved union all select * from added) as changed
  order by paper_id`);

const COPY_SUBMISSION_TIMES = prepared(`
  update paper_stats set submitted_at = submissions.submitted_at
  from submissions
  where paper_stats.paper_id = any ($1::integer[])
    and submissions.paper_id = paper_stats.paper_id and submissions.state = 'LISTED'
    and paper_stats.submitted_at is distinct from submissions.submitted_at`);

const COUNT_LISTED = prepared(`
  update editions set paper_count = paper_count + steps.by
  from (select date, sum(by)::integer as by from unnest($1::date[], $2::integer[]) as step (date, by) group by date) as steps
  where editions.date = steps.date`);

const CLOSE_EMPTY_EDITIONS = prepared(`
  delete from editions
  where date = any ($1::date[]) and paper_count = 0
    and not exists (select from submissions where edition_date = editions.date)`);

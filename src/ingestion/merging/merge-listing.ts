import { type RecordListing } from '../record';
import { compareFullness } from './fuller-value';
import { type StoredReport, toldAt } from './stored-report';

/** The place on the earliest edition that any report tells; on that day the newest report is right, as far as it goes. */
export function mergeListing(reports: readonly StoredReport[]): RecordListing | null {
  const told = reports.filter((report) => report.listing !== undefined).sort(newestFirst);
  const earliest = told.map((report) => report.listing!.editionDate).sort()[0];
  if (earliest === undefined) return null;
  const listings = told.map((report) => report.listing!).filter((listing) => listing.editionDate === earliest);
  // Later entries overwrite earlier ones, so the newest comes last.
  return Object.assign({}, ...listings.reverse()) as RecordListing;
}

function newestFirst(one: StoredReport, other: StoredReport): number {
  const [at, otherAt] = [toldAt(one, 'listing'), toldAt(other, 'listing')];
  return Number(at < otherAt) - Number(at > otherAt) || compareFullness(other.listing, one.listing);
}

import { type PaperRecord, type RecordLink, type RecordListing } from '../record';
import { eachOnce } from '../readers/record-links';
import { type MergedAuthor, mergeAuthors } from './merge-authors';
import { mergeImportedCount } from './merge-counts';
import { mergeListing } from './merge-listing';
import { type StoredReport } from './stored-report';
import { byTrust } from './trust';

export interface PaperMetadata {
  arxivId: string | null;
  doi: string | null;
  title: string;
  abstract: string | null;
  publishedOn: string | null;
  /** Whether `publishedOn` is only the earliest day of a listing. */
  publishedOnIsProvisional: boolean;
  authorCount: number | null;
  authors: MergedAuthor[];
  categories: string[];
  keywords: string[];
  links: RecordLink[];
}

/** A paper as its reports make it. */
export interface MergedPaper {
  metadata: PaperMetadata;
  counts: { upvotes: number; comments: number };
  listing: RecordListing | null;
}

/**
 * A paper is a function of the reports that it has, one a format, and not of their order: what the most trusted one
 * says of a field holds, and silence never overwrites.
 */
export function mergeReports(unordered: readonly StoredReport[]): MergedPaper {
  const reports = byTrust(unordered);
  const authors = mergeAuthors(reports);
  return {
    metadata: {
      arxivId: firstTold(reports, 'arxivId'),
      doi: firstTold(reports, 'doi'),
      title: firstTold(reports, 'title')!,
      abstract: firstTold(reports, 'abstract'),
      ...dayOfFirstVersion(reports),
      authorCount: authors.length > 0 ? authors.length : firstTold(reports, 'authorCount'),
      authors,
      categories: firstTold(reports, 'categories') ?? [],
      keywords: [...new Set(reports.flatMap((report) => report.keywords ?? []))],
      links: eachOnce(reports.flatMap((report) => report.links ?? [])),
    },
    counts: {
      upvotes: mergeImportedCount(reports, 'upvoteCount'),
      comments: mergeImportedCount(reports, 'commentCount'),
    },
    listing: mergeListing(reports),
  };
}

function firstTold<Field extends keyof PaperRecord>(reports: StoredReport[], field: Field) {
  type Value = NonNullable<PaperRecord[Field]>;
  return (reports.find((report) => report[field] !== undefined)?.[field] as Value | undefined) ?? null;
}

function dayOfFirstVersion(reports: StoredReport[]) {
  const publishedOn = firstTold(reports, 'publishedOn');
  if (publishedOn !== null) return { publishedOn, publishedOnIsProvisional: false };

  const listedOn = reports.flatMap((report) => report.listedOn ?? []).sort()[0] ?? null;
  return { publishedOn: listedOn, publishedOnIsProvisional: listedOn !== null };
}

import { type PaperRecord, type RecordListing } from '../record';
import { compareFullness } from './fuller-value';

/**
 * What one format has said of one paper so far, as it is stored: of each field the newest value, so that a report
 * that is silent about a field leaves it alone.
 */
export interface StoredReport extends PaperRecord {
  /** When the values were reported that are not of `reportedAt`; the empty text where nothing says when. */
  reportedEarlier?: Partial<Record<ReportField, string>>;
}

export type ReportField = Exclude<keyof PaperRecord, 'format' | 'reportedAt'>;

interface Told<T = unknown> {
  value: T;
  at: string;
}

/**
 * Both reports as one. Commutative, associative and idempotent: any order of imports, and any repetition, ends in
 * the same stored report.
 */
export function combineReports(one: StoredReport, other: StoredReport): StoredReport {
  const reportedAt = laterOf(one.reportedAt ?? '', other.reportedAt ?? '');
  const values: Record<string, unknown> = {};
  const reportedEarlier: Partial<Record<ReportField, string>> = {};
  for (const field of fieldsOf(one, other)) {
    const { value, at } = better(field, toldIn(one, field), toldIn(other, field));
    values[field] = value;
    if (at !== reportedAt) reportedEarlier[field] = at;
  }
  return {
    ...(values as unknown as PaperRecord),
    format: one.format,
    ...(reportedAt !== '' && { reportedAt }),
    ...(Object.keys(reportedEarlier).length > 0 && { reportedEarlier }),
  };
}

/** When a report told a field: ISO 8601 UTC, the empty text where nothing says when. */
export function toldAt(report: StoredReport, field: ReportField): string {
  return report.reportedEarlier?.[field] ?? report.reportedAt ?? '';
}

function fieldsOf(...reports: StoredReport[]): Set<ReportField> {
  const keys = new Set(reports.flatMap((report) => Object.keys(report)));
  for (const key of ['format', 'reportedAt', 'reportedEarlier']) keys.delete(key);
  return keys as Set<ReportField>;
}

function toldIn(report: StoredReport, field: ReportField): Told | null {
  const value = report[field];
  return value === undefined ? null : { value, at: toldAt(report, field) };
}

function better(field: ReportField, one: Told | null, other: Told | null): Told {
  if (!one || !other) return (one ?? other)!;
  const isOneBetter = (earliestFirst(field, one, other) || compareAge(one, other)) >= 0;
  return isOneBetter ? one : other;
}

/** A paper belongs to the first day on which it was listed, however late that report comes. */
function earliestFirst(field: ReportField, one: Told, other: Told): number {
  if (field !== 'listing' && field !== 'listedOn') return 0;
  const [day, otherDay] = [dayOf(one.value), dayOf(other.value)];
  return Number(day < otherDay) - Number(day > otherDay);
}

function dayOf(value: unknown): string {
  return typeof value === 'string' ? value : (value as RecordListing).editionDate;
}

/** Above zero where `one` is newer, or of the same time and fuller. */
function compareAge(one: Told, other: Told): number {
  return Number(one.at > other.at) - Number(one.at < other.at) || compareFullness(one.value, other.value);
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

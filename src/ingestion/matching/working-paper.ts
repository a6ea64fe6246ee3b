import { isDeepStrictEqual } from 'node:util';
import { titleKey } from '../../lib/title-key';
import { type MergedPaper, mergeReports } from '../merging/merge-reports';
import { combineReports, type StoredReport } from '../merging/stored-report';
import { type PaperRecord, type RecordFormat } from '../record';

export type StoredReports = ReadonlyMap<RecordFormat, StoredReport>;

/** A paper while a batch of records is worked into it; nothing is written until the whole batch is. */
export interface WorkingPaper {
  /** Null for a new paper, until it is written. */
  id: number | null;
  /** What the database holds; null for a new paper. */
  before: { paper: MergedPaper; reports: StoredReports } | null;
  paper: MergedPaper;
  titleKey: string;
  /** By what it is found as well, since another paper became part of it. */
  former: readonly FormerTitle[];
  reports: StoredReports;
  /** Whether rows of another paper just became its own, so that it changed whatever its reports say. */
  hasGrown?: true;
}

export interface FormerTitle {
  titleKey: string;
  /** The day by which titles are told apart; null where none was known. */
  publishedOn: string | null;
}

/** A record with the key of its title, which is worth computing once. */
export interface KeyedRecord {
  where: string;
  record: PaperRecord;
  titleKey: string;
}

export interface PaperRow {
  id: number;
  titleKey: string;
  former: FormerTitle[];
  reports: StoredReport[];
}

export function storedPaper({ reports: stored, ...row }: PaperRow): WorkingPaper {
  const reports = new Map(stored.map((report) => [report.format, report]));
  const paper = mergeReports(stored);
  return { ...row, before: { paper, reports }, paper, reports };
}

export function newPaper({ record, titleKey: key }: KeyedRecord): WorkingPaper {
  return {
    id: null,
    before: null,
    paper: mergeReports([record]),
    titleKey: key,
    former: [],
    reports: new Map([[record.format, record]]),
  };
}

/** What a paper becomes by one more record; null where the record says nothing that is not stored already. */
export function withRecord(
  { reports }: WorkingPaper,
  keyed: KeyedRecord,
): Pick<WorkingPaper, 'paper' | 'titleKey' | 'reports'> | null {
  const { record } = keyed;
  const stored = reports.get(record.format);
  const report = stored ? combineReports(stored, record) : record;
  if (isDeepStrictEqual(report, stored)) return null;

  const nextReports = new Map(reports).set(record.format, report);
  const paper = mergeReports([...nextReports.values()]);
  const { title } = paper.metadata;
  return { paper, titleKey: title === record.title ? keyed.titleKey : titleKey(title), reports: nextReports };
}

import type { ClientBase } from 'pg';
import { prepared, rowsOf } from '../../db/sql';
import { type StoredReport } from '../merging/stored-report';
import { sourceOf } from '../merging/trust';
import { copyRows } from '../../db/copy-rows';
import { isNew, type WrittenPaper } from './written-paper';

/** Keeps what the sources said of the papers, from which they can be put together again. */
export async function writeReports(sql: ClientBase, papers: WrittenPaper[]): Promise<void> {
  const importedAt = new Date().toISOString();
  const rowsFor = (some: WrittenPaper[]) =>
    some.flatMap((paper) => changedReports(paper).map((report) => toRow(paper.id, report, importedAt)));

  await copyRows(
    sql,
    'paper_sources (paper_id, format, name, source_id, fetched_at, record)',
    rowsFor(papers.filter(isNew)),
  );
  await replaceReports(sql, rowsFor(papers.filter((paper) => !isNew(paper))));
}

function changedReports({ before, reports }: WrittenPaper): StoredReport[] {
  return [...reports.values()].filter((report) => before?.reports.get(report.format) !== report);
}

type ReportRow = [paperId: number, format: string, source: string, sourceId: string | null, at: string, report: string];

function toRow(paperId: number, report: StoredReport, importedAt: string): ReportRow {
  return [
    paperId,
    report.format,
    sourceOf(report.format),
    report.sourceId ?? null,
    report.reportedAt ?? importedAt,
    JSON.stringify(report),
  ];
}

async function replaceReports(sql: ClientBase, rows: ReportRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = [0, 1, 2, 3, 4, 5].map((column) => rows.map((row) => row[column]));
  await rowsOf(sql, REPLACE_REPORTS, columns);
}

const REPLACE_REPORTS = prepared(`
  insert into paper_sources (paper_id, format, name, source_id, fetched_at, record)
  select * from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::jsonb[])
  on conflict (paper_id, format) do update
  set source_id = excluded.source_id, fetched_at = excluded.fetched_at, record = excluded.record`);

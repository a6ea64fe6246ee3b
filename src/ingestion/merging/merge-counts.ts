import { groupBy } from './group-by';
import { type StoredReport, toldAt } from './stored-report';
import { sourceOf } from './trust';

/**
 * Within a source the newest report that knows the number is right, for numbers also fall; between sources the
 * largest one is. Zero where nobody knows it.
 */
export function mergeImportedCount(reports: readonly StoredReport[], field: 'upvoteCount' | 'commentCount'): number {
  const told = reports.filter((report) => report[field] !== undefined);
  const bySource = groupBy(told, (report) => sourceOf(report.format));
  return Math.max(0, ...[...bySource.values()].map((ofSource) => newestCount(ofSource, field)));
}

/** The larger one where two formats were reported at the same time. */
function newestCount(reports: StoredReport[], field: 'upvoteCount' | 'commentCount'): number {
  const newest = reports.map((report) => toldAt(report, field)).reduce((one, other) => (one > other ? one : other));
  const counts = reports.filter((report) => toldAt(report, field) === newest).map((report) => report[field] ?? 0);
  return Math.max(...counts);
}

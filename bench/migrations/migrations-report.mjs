import { decimal, table, whole } from '../table.mjs';

/** Promised: no request fails, and none takes longer. */
const PROMISED_MS = 1000;

export function migrationsReport(results) {
  const head = ['migration', 'papers', 'took (s)', 'retries', 'requests', 'p50 (ms)', 'p99 (ms)', 'slowest', 'failed'];
  const rows = results.map((result) => [
    result.migration,
    whole(result.papers),
    decimal(result.milliseconds / 1000, 1),
    whole(result.retries),
    whole(result.requests),
    decimal(result.p50Ms, 1),
    decimal(result.p99Ms, 1),
    `${whole(result.slowestMs)} (${result.slowestKind})`,
    whole(result.failures),
  ]);
  return `Migrations while others read and write\n\n${table([head, ...rows])}\n\n${verdictOf(results)}`;
}

function verdictOf(results) {
  const failures = results.reduce((sum, result) => sum + result.failures, 0);
  const slowestMs = Math.max(...results.map((result) => result.slowestMs));
  const isKept = failures === 0 && slowestMs <= PROMISED_MS;
  return `${whole(failures)} requests failed, and the slowest took ${whole(slowestMs)} ms: what is promised is ${isKept ? 'kept' : 'broken'}.`;
}

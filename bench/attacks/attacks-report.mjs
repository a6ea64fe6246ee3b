import { decimal, table, whole } from '../table.mjs';

const REFUSED_WITHIN_MS = 50;

/** The tables of the attacks section. */
export function attacksReport({ refusals, siege }) {
  const slow = refusals.filter(({ medianMs }) => medianMs > REFUSED_WITHIN_MS);
  return `${table([['attack', 'bytes', 'answer', 'median ms', 'slowest ms'], ...refusals.map(refusalRow)])}

Each is to be answered within ${REFUSED_WITHIN_MS} ms${slow.length ? `; these are not: ${slow.map(({ name }) => name).join(', ')}` : ', and is'}.

${table([['minute', 'requests', 'p50 ms', 'p99 ms', '5xx', 'failed', 'memory MB'], ...siege.map(minuteRow)])}

Pages of 20 papers over 16 connections, one request in a hundred an attack.
`;
}

function refusalRow({ name, bytes, outcome, medianMs, slowestMs }) {
  return [name, whole(bytes), outcome, decimal(medianMs, 1), decimal(slowestMs, 1)];
}

function minuteRow({ minute, requests, p50Ms, p99Ms, serverErrors, failed, memoryMb }) {
  const memory = memoryMb === null ? 'unknown' : whole(memoryMb);
  return [
    String(minute),
    whole(requests),
    decimal(p50Ms, 1),
    decimal(p99Ms, 1),
    whole(serverErrors),
    whole(failed),
    memory,
  ];
}

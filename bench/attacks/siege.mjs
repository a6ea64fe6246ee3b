import autocannon from 'autocannon';
import { readFileSync } from 'node:fs';
import { FEED_QUERY } from '../list/feed.mjs';
import { tell } from '../project.mjs';
import { ATTACKS } from './attacks.mjs';

const CONNECTIONS = 16;
/** One request in a hundred is an attack. */
const BETWEEN_ATTACKS = 99;
const MINUTE_MS = 60_000;

const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
const feed = { ...post, body: JSON.stringify({ query: FEED_QUERY }) };
/** Those whose connection is closed before their body was read would count as a failure of the load generator. */
const bearable = ATTACKS.filter(({ body }) => body.length <= 100_000);
const requests = bearable.flatMap(({ body }) => [...Array(BETWEEN_ATTACKS).fill(feed), { ...post, body }]);

/** Pages of papers with an attack among a hundred, for so many minutes; answers the figures of each minute. */
export async function besiege(api, minutes) {
  const figures = [];
  for (let minute = 1; minute <= minutes; minute++) {
    const measured = await oneMinute(api.url);
    figures.push({ minute, ...measured, memoryMb: residentMb(api.process.pid) });
    tell(`Minute ${minute} of ${minutes}: ${Math.round(measured.p99Ms)} ms at p99.`);
  }
  return figures;
}

async function oneMinute(url) {
  const milliseconds = [];
  const statuses = {};
  const { errors } = await new Promise((resolve, reject) => {
    const run = autocannon({ url, connections: CONNECTIONS, duration: MINUTE_MS / 1000, requests }, (error, result) =>
      error ? reject(error) : resolve(result),
    );
    run.on('response', (_client, status, _bytes, responseMs) => {
      milliseconds.push(responseMs);
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
  });
  milliseconds.sort((one, other) => one - other);
  const serverErrors = Object.entries(statuses).reduce((sum, [status, count]) => sum + (status >= 500 ? count : 0), 0);
  return {
    requests: milliseconds.length,
    p50Ms: milliseconds[Math.floor(milliseconds.length * 0.5)],
    p99Ms: milliseconds[Math.floor(milliseconds.length * 0.99)],
    serverErrors,
    failed: errors,
  };
}

/** Of a process on Linux; null elsewhere. */
function residentMb(pid) {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

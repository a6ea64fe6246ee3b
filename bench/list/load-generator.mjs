import autocannon from 'autocannon';
import { FEED_QUERY } from './feed.mjs';

const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify({ query: FEED_QUERY }),
};

/** One request; answers the text of the body. */
export async function askOnce(url) {
  const response = await fetch(url, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text;
}

/** Asks over so many connections at once, each one request after the other. */
export async function load(url, connections, seconds) {
  const milliseconds = [];
  const { errors, non2xx, duration } = await new Promise((resolve, reject) => {
    const run = autocannon({ ...request, url, connections, duration: seconds }, (error, result) =>
      error ? reject(error) : resolve(result),
    );
    // Its own percentiles are whole milliseconds.
    run.on('response', (_client, _status, _bytes, responseMs) => milliseconds.push(responseMs));
  });
  if (errors || non2xx) throw new Error(`${url}: ${errors} requests failed and ${non2xx} were refused.`);
  const sorted = milliseconds.sort((one, other) => one - other);
  return {
    requestsPerSecond: sorted.length / duration,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)],
    p99Ms: sorted[Math.floor(sorted.length * 0.99)],
  };
}

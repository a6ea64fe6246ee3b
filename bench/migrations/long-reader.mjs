import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const HELD_MS = 3_000;
const PAUSE_MS = 1_500;
const TABLES = ['papers', 'paper_stats', 'comments', 'users', 'authors', 'submissions', 'paper_links', 'upvotes'];

/** Reads every table in a transaction of some seconds, again and again: while it lasts, no table can be locked against readers. */
export async function startLongReader(url) {
  const client = new pg.Client({ connectionString: url, application_name: 'long reader' });
  await client.connect();
  const stopping = new AbortController();
  const pause = (milliseconds) => delay(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await client.query('begin');
      for (const table of TABLES) await client.query(`select 1 from ${table} limit 1`);
      await pause(HELD_MS);
      await client.query('commit');
      await pause(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
      await client.end();
    },
  };
}

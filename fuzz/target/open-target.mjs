import { openBenchServer } from '../../bench/bench-server.mjs';
import { fillDatabase } from './fill-database.mjs';
import { startServer } from './start-server.mjs';

/** What is sent to: a server over a filled database, and what requests may name of it. `onLine` is told each line of its log. */
export async function openTarget({ url, databaseUrl, maxMs }, onLine) {
  const settings = { onLine, isTimed: maxMs !== Infinity };
  if (url !== null) return runningTarget(url);
  if (databaseUrl !== null) return startedTarget(databaseUrl, settings, async () => {});
  const postgres = await openBenchServer(process.env.FUZZ_DATABASE_URL);
  const name = `dp_fuzz_${process.pid}`;
  const leave = async () => {
    await postgres.dropDatabase(name);
    await postgres.close();
  };
  try {
    await postgres.createDatabase(name);
    return await startedTarget(postgres.urlOf(name), settings, leave);
  } catch (error) {
    await leave();
    throw error;
  }
}

async function startedTarget(databaseUrl, settings, leave) {
  const world = await fillDatabase(databaseUrl);
  const server = await startServer(databaseUrl, settings);
  const close = async () => {
    await server.stop();
    await leave();
  };
  return { server, world, close };
}

function runningTarget(url) {
  const tokens = (process.env.FUZZ_TOKENS ?? '').split(',').filter(Boolean);
  const server = { url, isAlive: () => true, residentBytes: async () => null };
  const world = { people: [], handles: ['ada'], arxivIds: ['2501.00001'], tokens: tokens.length ? tokens : [null] };
  return { server, world, close: async () => {} };
}

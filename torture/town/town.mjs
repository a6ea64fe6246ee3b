import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './api.mjs';
import { paperIdsOf, PEOPLE, signUp } from './people.mjs';
import { Postgres } from './postgres.mjs';

const PLENTY = '1000000';
/** The bundled papers, and no end to what an address and a person may send: refusals of too much are no faults. */
const ENVIRONMENT = {
  SAMPLE_DATA: 'on',
  SOURCES: 'off',
  LOG_LEVEL: 'warn',
  ADDRESS_POINTS: PLENTY,
  ADDRESS_POINTS_PER_SECOND: PLENTY,
  USER_POINTS: PLENTY,
  USER_POINTS_PER_SECOND: PLENTY,
  VOTES_PER_HOUR: PLENTY,
  COMMENTS_PER_HOUR: PLENTY,
};

/** A database server and an API of our own, with papers and people. */
export async function openTown() {
  const folder = await mkdtemp(join(tmpdir(), 'daily-papers-torture-'));
  // Started by root, the database runs as another user, who must reach the folder.
  await chmod(folder, 0o755);
  const logFile = join(folder, 'api.log');
  const opened = [];
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await Postgres.open(folder);
    opened.push(() => postgres.stop());
    const api = await Api.open({ databaseUrl: postgres.url, logFile, environment: ENVIRONMENT });
    opened.push(() => api.close());
    const people = await postgres.connected((client) => signUp(client, PEOPLE));
    const papers = await postgres.connected(paperIdsOf);
    return { postgres, api, people, papers, logFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

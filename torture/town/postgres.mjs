import { join } from 'node:path';
import pg from 'pg';
import { built } from '../../bench/project.mjs';

const PATIENCE_MS = 30_000;
const POLL_MS = 5;
/** What the connections of the API are called, by which they are told from our own. */
const API_NAME = 'daily-papers';

/** A PostgreSQL server of our own, from the embedded binaries, that may be stopped and killed. */
export class Postgres {
  #cluster;
  #port;

  static async open(folder) {
    const postgres = new Postgres();
    const { SYSTEM_DIR } = built('db/embedded/open-embedded-database');
    postgres.#cluster = await built('db/embedded/cluster').prepareCluster(join(folder, 'data'), SYSTEM_DIR);
    await postgres.start();
    await postgres.asAdmin((client) =>
      built('db/embedded/application-database').ensureApplicationDatabase(client, postgres.#cluster.credentials),
    );
    return postgres;
  }

  /** Of the database that the API works in. */
  get url() {
    return built('db/embedded/application-database').applicationDatabaseUrl(this.#cluster.credentials, this.#port);
  }

  /** Starts the server, always on the same port, and returns when it accepts connections. */
  async start() {
    const { startPostmaster } = built('db/embedded/postmaster');
    const deadline = performance.now() + PATIENCE_MS;
    // The children of a killed server hold its memory for a moment.
    for (let outcome; typeof outcome !== 'number';) {
      if (performance.now() > deadline) throw new Error(`PostgreSQL does not start: ${outcome}.`);
      outcome = await startPostmaster(this.#cluster, this.#port);
      if (this.#port !== undefined && typeof outcome === 'number' && outcome !== this.#port) {
        throw new Error(`PostgreSQL came back on port ${outcome}, since another program took ${this.#port}.`);
      }
      this.#port = typeof outcome === 'number' ? outcome : this.#port;
    }
    await this.untilItAccepts();
  }

  /** Stops it as an operator does: sessions are ended, what they were at is rolled back. */
  async stop() {
    await built('db/embedded/postmaster').stopPostmaster(this.#cluster);
  }

  /** Ends the server and all its processes at once, as when the machine loses its power. */
  async killAll() {
    const processes = await this.asAdmin((client) => client.query('select pid from pg_stat_activity'));
    const pids = [await this.#postmaster(), ...processes.rows.map((row) => row.pid)];
    for (const pid of pids) end(pid, 'SIGKILL');
    await untilGone(pids);
  }

  /** The immediate shutdown: no process cleans up, the next start recovers. */
  async quit() {
    const pid = await this.#postmaster();
    end(pid, 'SIGQUIT');
    await untilGone([pid]);
  }

  /** Ends one session by force; PostgreSQL takes its memory for damaged, ends all the others and recovers by itself. */
  async killOneSession() {
    const [pid] = await this.#sessions();
    if (pid !== undefined) end(pid, 'SIGKILL');
    return pid !== undefined;
  }

  /** Ends all sessions of the API as an operator does; answers how many. */
  async terminateSessions(client) {
    const terminated = await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      [API_NAME],
    );
    return terminated.rowCount;
  }

  async #sessions() {
    const sessions = 'select pid from pg_stat_activity where application_name = $1';
    return (await this.asAdmin((client) => client.query(sessions, [API_NAME]))).rows.map((row) => row.pid);
  }

  async #postmaster() {
    return (await built('db/embedded/postmaster-file').readPostmasterFile(this.#cluster.folder)).pid;
  }

  async untilItAccepts() {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const failure = await this.asAdmin((client) => client.query('select 1')).then(
        () => null,
        (error) => error,
      );
      if (!failure) return;
      if (performance.now() > deadline) throw failure;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Works over a connection of its own, as whoever may do everything. */
  asAdmin(work, database = 'postgres') {
    const url = Object.assign(new URL(this.url), {
      username: built('db/embedded/create-cluster').ADMIN_ROLE,
      password: this.#cluster.credentials.adminPassword,
      pathname: `/${database}`,
    });
    return connected(url.href, work);
  }

  /** Works over a connection of its own to the database of the API. */
  connected(work) {
    return connected(this.url, work);
  }
}

async function connected(connectionString, work) {
  const client = new pg.Client({ connectionString });
  // Whoever waits for a statement hears of a lost connection by that.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** While they last, they hold the port and the memory of the server. */
async function untilGone(pids) {
  const { processExists } = built('lib/process-exists');
  while (pids.some(processExists)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function end(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended by itself meanwhile.
    if (error.code !== 'ESRCH') throw error;
  }
}

import { ChildProcess, spawn } from 'node:child_process';
import { pollUntil } from '../../lib/poll-until';
import { Cluster } from './cluster';
import { DataFolderError } from './data-folder-error';
import { findFreePort, LOOPBACK } from './free-port';
import { readPostmasterFile } from './postmaster-file';
import { findPostmasterState } from './postmaster-process';
import { runProgram } from './run-program';
import { lastLines, openServerLog, readServerLog, ServerLog } from './server-log';

type PassingFailure = 'port refused' | 'still in use';

export const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

/** What the server's log says when the port was taken meanwhile, or is one for root alone. */
const PORT_REFUSED = 'could not create any TCP/IP sockets';
/** What it says when a killed server's children still end, or someone else starts the same one. */
const PASSING_FAILURES = ['pre-existing shared memory block', 'lock file "postmaster.pid"'];

const SETTINGS = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  // Compiling costs more than it saves on short queries.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** Starts the server and answers its port, or why another attempt may succeed; throws where none would. */
export async function startPostmaster(cluster: Cluster, preferredPort?: number): Promise<number | PassingFailure> {
  const port = await findFreePort(preferredPort);
  const log = await openServerLog(cluster.folder, cluster.owner);
  try {
    const server = spawnServer(cluster, port, log);
    const isReady = await waitForReadiness(cluster, server);
    server.unref();
    return isReady ? port : await judgeFailure(cluster, log);
  } finally {
    await log.handle.close();
  }
}

function spawnServer({ binaries, folder, owner }: Cluster, port: number, log: ServerLog): ChildProcess {
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(binaries.postgres, ['-D', folder, ...settings], {
    ...owner,
    // The working directory may be one that the other user cannot enter.
    cwd: '/',
    // A session of its own: the terminal's Ctrl-C must not end the server before its users are done.
    detached: true,
    stdio: ['ignore', log.handle.fd, log.handle.fd],
    windowsHide: true,
  });
}

/** False when the server ended instead. */
async function waitForReadiness(cluster: Cluster, server: ChildProcess): Promise<boolean> {
  let failure: Error | undefined;
  server.once('error', (error) => (failure = error));
  const outcome = await pollUntil(
    async () => {
      if (failure) throw new DataFolderError(`PostgreSQL could not be started: ${failure.message}.`);
      if (server.exitCode !== null || server.signalCode !== null) return false;
      const file = await readPostmasterFile(cluster.folder);
      return file?.pid === server.pid && file?.status === 'ready' ? true : undefined;
    },
    { withinMs: START_TIMEOUT_MS, everyMs: POLL_MS },
  );
  if (outcome !== undefined) return outcome;
  throw new DataFolderError(
    `The database in "${cluster.folder}" is still starting after ${START_TIMEOUT_MS / 1000} s, perhaps repairing itself after a crash. It goes on: try again in a while.`,
  );
}

async function judgeFailure(cluster: Cluster, log: ServerLog): Promise<PassingFailure> {
  const text = await readServerLog(log);
  if (text.includes(PORT_REFUSED)) return 'port refused';
  if (PASSING_FAILURES.some((failure) => text.includes(failure))) return 'still in use';
  throw new DataFolderError(
    `The database in "${cluster.folder}" did not start. The end of its log, "${log.path}", reads:\n${lastLines(text)}`,
  );
}

/** Ends the server and all that are connected to it; returns when it is gone, or goes on ending after too long a wait. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const file = await readPostmasterFile(cluster.folder);
  if (!file || (await findPostmasterState(file, cluster.folder)) !== 'running') return;

  // Fast shutdown. By pg_ctl, because Windows has no signals of its own.
  await runProgram(cluster.binaries.pgCtl, ['kill', 'INT', String(file.pid)], cluster.owner);
  await pollUntil(
    async () => {
      const current = await readPostmasterFile(cluster.folder);
      const isGone = current?.pid !== file.pid || (await findPostmasterState(current, cluster.folder)) !== 'running';
      return isGone || undefined;
    },
    { withinMs: STOP_TIMEOUT_MS, everyMs: POLL_MS },
  );
}

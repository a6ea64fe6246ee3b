import { Socket } from 'node:net';
import { Client } from 'pg';
import { pollUntil } from '../../lib/poll-until';
import { Cluster } from './cluster';
import { ADMIN_ROLE } from './create-cluster';
import { DataFolderError } from './data-folder-error';
import { LOOPBACK } from './free-port';

export type DatabaseUse = 'serve' | 'join';

/**
 * A connection whose advisory locks say that this process uses the server: they vanish with the process, however it ends.
 * They live in the maintenance database, where they cannot meet the application's own locks.
 */
export interface Claim {
  client: Client;
  /** What the client speaks through. */
  socket: Socket;
  port: number;
}

const MAINTENANCE_DATABASE = 'postgres';

// The first half of both lock keys is "DP" in ASCII.
/** Held shared by every process that uses the server, and exclusively by the last one while it stops it. */
const USE_LOCK = [0x4450, 1];
/** Held exclusively by the one process that serves. */
const SERVE_LOCK = [0x4450, 2];

const CONNECT_TIMEOUT_MS = 5000;
/** How long the lock of a serving process that was just killed may outlive it. */
const SERVE_LOCK_GRACE_MS = 1000;

const CANNOT_CONNECT_NOW = '57P03';
const ADMIN_SHUTDOWN = '57P01';
const CRASH_SHUTDOWN = '57P02';
const GOING_AWAY = [CANNOT_CONNECT_NOW, ADMIN_SHUTDOWN, CRASH_SHUTDOWN, 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

/** Claims the use of the server; undefined where it is just starting or stopping, so that it is worth another attempt. */
export async function claimServer(cluster: Cluster, port: number): Promise<Claim | undefined> {
  const socket = new Socket();
  const client = createClient(cluster, port, socket);
  try {
    await client.connect();
    if (await tryLock(client, 'pg_try_advisory_lock_shared', USE_LOCK)) return { client, socket, port };
  } catch (error) {
    if (!isGoingAway(error)) throw error;
  }
  await endQuietly(client);
  return undefined;
}

/** Claims the one right to serve, or says who has it. */
export async function claimServing({ client }: Claim, dataFolder: string): Promise<void> {
  const isTaken = await pollUntil(
    async () => (await tryLock(client, 'pg_try_advisory_lock', SERVE_LOCK)) || undefined,
    { withinMs: SERVE_LOCK_GRACE_MS, everyMs: 50 },
  );
  if (isTaken) return;
  throw new DataFolderError(
    `Another process, ${await nameServingProcess(client)}, already serves the data folder "${dataFolder}". Stop it first, or set DATA_DIR to another folder.`,
  );
}

/** Gives the claim up; true where nobody else has one, so that the caller has to stop the server. */
export async function giveUpClaim({ client }: Claim): Promise<boolean> {
  try {
    // First released, then taken: of two that leave at once, the later one is sure to get it.
    await client.query('select pg_advisory_unlock_all()');
    return await tryLock(client, 'pg_try_advisory_lock', USE_LOCK);
  } catch {
    // The server is gone, or about to be.
    return false;
  }
}

export async function endQuietly(client: Client): Promise<void> {
  await client.end().catch(() => undefined);
}

function createClient(cluster: Cluster, port: number, socket: Socket): Client {
  const client = new Client({
    host: LOOPBACK,
    port,
    ssl: false,
    user: ADMIN_ROLE,
    password: cluster.credentials.adminPassword,
    database: MAINTENANCE_DATABASE,
    application_name: `process ${process.pid}`,
    stream: () => socket,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // Without a listener the loss of the server would end this process.
  client.on('error', () => undefined);
  return client;
}

async function tryLock(client: Client, lockFunction: string, key: number[]): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select ${lockFunction}($1::int, $2::int) as taken`, key);
  return rows[0]!.taken;
}

async function nameServingProcess(client: Client): Promise<string> {
  const { rows } = await client.query<{ application_name: string }>(
    `select application_name
       from pg_locks
       join pg_stat_activity using (pid)
      where locktype = 'advisory' and classid = $1::int::oid and objid = $2::int::oid and granted`,
    SERVE_LOCK,
  );
  return rows[0]?.application_name ?? 'which has just ended';
}

function isGoingAway(error: unknown): boolean {
  const { code, message } = error as Error & { code?: string };
  return GOING_AWAY.includes(code ?? '') || /^(Connection terminated|timeout expired)/.test(message);
}

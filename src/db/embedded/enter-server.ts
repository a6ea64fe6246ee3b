import { pollUntil } from '../../lib/poll-until';
import { takeTurn } from '../../lib/take-turn';
import { ensureApplicationDatabase } from './application-database';
import { Claim, claimServer, claimServing, DatabaseUse, endQuietly, giveUpClaim } from './claim';
import { Cluster } from './cluster';
import { DataFolderError, explainFolderError } from './data-folder-error';
import { startPostmaster, START_TIMEOUT_MS, stopPostmaster } from './postmaster';
import { PostmasterFile, readPostmasterFile, removePostmasterFile } from './postmaster-file';
import { findPostmasterState, PostmasterState } from './postmaster-process';

/** Adopts the server that runs on the cluster or starts one, and claims it. */
export async function enterServer(cluster: Cluster, use: DatabaseUse, preferredPort?: number): Promise<Claim> {
  const claim = await pollUntil(
    async () => {
      const port = await findOrStartServer(cluster, preferredPort);
      return port === undefined ? undefined : claimServer(cluster, port);
    },
    { withinMs: START_TIMEOUT_MS, everyMs: 50 },
  );
  if (!claim) {
    throw new DataFolderError(
      `The database server in "${cluster.folder}" neither starts nor stops within ${START_TIMEOUT_MS / 1000} s. Its log is beside it, in server.log.`,
    );
  }
  try {
    if (use === 'serve') await claimServing(claim, cluster.dataFolder);
    await ensureApplicationDatabase(claim.client, cluster.credentials);
    return claim;
  } catch (error) {
    await leaveServer(cluster, claim);
    throw error;
  }
}

/** Gives the claim up and, as the last one that had any, stops the server. */
export async function leaveServer(cluster: Cluster, claim: Claim): Promise<void> {
  // The claim's connection is kept until the server has gone: a newcomer sees it and waits.
  if (await giveUpClaim(claim)) await stopPostmaster(cluster);
  await endQuietly(claim.client);
}

/** The port of a server that is ready; undefined while one is starting or stopping. */
async function findOrStartServer(cluster: Cluster, preferredPort?: number): Promise<number | undefined> {
  const { file, state } = await inspectServer(cluster);
  if (state === 'running') return readyPort(file);
  try {
    // Two servers that start at once remove each other's lock file.
    return await takeTurn(cluster.folder, () => startUnlessRunning(cluster, preferredPort));
  } catch (error) {
    throw explainFolderError(cluster.dataFolder, error);
  }
}

async function startUnlessRunning(cluster: Cluster, preferredPort?: number): Promise<number | undefined> {
  const { file, state } = await inspectServer(cluster);
  if (state === 'running') return readyPort(file);
  // PostgreSQL itself copes with a file whose process is gone, but not with one whose number was given away.
  if (state === 'replaced') await removePostmasterFile(cluster.folder);
  // Living processes may still be pointed at the port of the server that was killed.
  let wantedPort = preferredPort ?? file?.port;
  const startOnce = async (): Promise<number | undefined> => {
    const outcome = await startPostmaster(cluster, wantedPort);
    if (outcome === 'port refused') wantedPort = undefined;
    return typeof outcome === 'number' ? outcome : undefined;
  };
  return pollUntil(startOnce, { withinMs: START_TIMEOUT_MS, everyMs: 50 });
}

async function inspectServer({ folder }: Cluster): Promise<{ file?: PostmasterFile; state: PostmasterState }> {
  const file = await readPostmasterFile(folder);
  return file ? { file, state: await findPostmasterState(file, folder) } : { state: 'gone' };
}

function readyPort(file?: PostmasterFile): number | undefined {
  return file?.status === 'ready' ? file.port : undefined;
}

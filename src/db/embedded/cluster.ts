import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathExists } from '../../lib/path-exists';
import { Binaries, prepareBinaries } from './binaries';
import { createCluster } from './create-cluster';
import { Credentials, readCredentials } from './credentials';
import { CLUSTER_NAME, placeDatabase } from './data-folder';
import { DataFolderError, explainFolderError } from './data-folder-error';
import { DATABASE_USER_NAME, findOrCreateDatabaseUser, isRoot } from './database-user';
import { readLocationFile, writeLocationFile } from './location-file';
import { POSTGRES_MAJOR } from './postgres-package';
import { canReach, OsUser } from './run-program';

/** A data directory of PostgreSQL with all that is needed to run it. */
export interface Cluster {
  /** The data folder's real path, which messages name. */
  dataFolder: string;
  /** The data directory itself. */
  folder: string;
  /** The system user that owns and runs it; undefined when that is oneself. */
  owner: OsUser | undefined;
  binaries: Binaries;
  credentials: Credentials;
  notice: string | undefined;
}

/** The cluster of a data folder, created if there is none yet. */
export async function prepareCluster(dataDir: string, systemDir: string): Promise<Cluster> {
  try {
    return await findOrCreateCluster(dataDir, systemDir);
  } catch (error) {
    throw explainFolderError(dataDir, error);
  }
}

async function findOrCreateCluster(dataDir: string, systemDir: string): Promise<Cluster> {
  const { dataFolder, home, notice } = await placeDatabase(dataDir, systemDir);
  const folder = join(home, CLUSTER_NAME);
  const isNew = !(await pathExists(folder));
  const owner = isNew ? await ownerOfNewCluster() : await ownerOfCluster(folder);
  const binaries = await prepareBinaries(isRoot() ? systemDir : home, owner);

  if (isNew) await createCluster(home, { folder, initdb: binaries.initdb, owner });
  await refuseOtherVersion(folder);
  if (home !== dataFolder && (await readLocationFile(dataFolder)) !== home) await writeLocationFile(dataFolder, home);
  return { dataFolder, folder, owner, binaries, credentials: await readCredentials(folder), notice };
}

async function ownerOfNewCluster(): Promise<OsUser | undefined> {
  return isRoot() ? findOrCreateDatabaseUser() : undefined;
}

/** Root runs a server as whoever owns its files; anyone else can run only their own. */
async function ownerOfCluster(folder: string): Promise<OsUser | undefined> {
  const { uid, gid } = await stat(folder);
  if (!isRoot()) {
    if (process.getuid === undefined || process.getuid() === uid) return undefined;
    throw new DataFolderError(
      `The database in "${folder}" belongs to another user of this machine, number ${uid}. Start as that user or as root, or set DATA_DIR to another folder.`,
    );
  }
  if (uid === 0) {
    throw new DataFolderError(
      `The database in "${folder}" belongs to root, and PostgreSQL does not run as root. Give it to its user with: chown -R ${DATABASE_USER_NAME} "${folder}"`,
    );
  }
  if (await canReach({ uid, gid }, folder)) return { uid, gid };
  throw new DataFolderError(
    `The database in "${folder}" cannot be reached by the user that runs it, number ${uid}: a folder above it is closed. Open that folder with chmod o+x, or set DATA_DIR to another folder.`,
  );
}

async function refuseOtherVersion(folder: string): Promise<void> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version?.trim() === POSTGRES_MAJOR) return;
  const finding = version ? `a database of PostgreSQL ${version.trim()}` : 'no whole PostgreSQL database';
  throw new DataFolderError(
    `"${folder}" holds ${finding}, and this program runs version ${POSTGRES_MAJOR}. Move that folder away to begin anew, or set DATA_DIR to another folder.`,
  );
}

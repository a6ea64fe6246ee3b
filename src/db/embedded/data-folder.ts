import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../lib/make-folder';
import { pathExists } from '../../lib/path-exists';
import { DataFolderError, explainFolderError } from './data-folder-error';
import { DATABASE_USER_NAME, findOrCreateDatabaseUser, isRoot } from './database-user';
import { LOCATION_FILE, readLocationFile } from './location-file';
import { POSTGRES_MAJOR } from './postgres-package';
import { createReachableFolder } from './reachable-folder';
import { canReach } from './run-program';

export const CLUSTER_NAME = `postgresql-${POSTGRES_MAJOR}`;

/** Where the database of a data folder lives. */
export interface Placement {
  /** The data folder's real path. */
  dataFolder: string;
  /** The folder that holds the cluster: the data folder itself, or the one that stands in for it. */
  home: string;
  /** Why and where the data are elsewhere. */
  notice?: string;
}

/** Whether there is a database in a data folder, ours or one that we would refuse; makes nothing. */
export async function hasEmbeddedDatabase(dataDir: string): Promise<boolean> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw explainFolderError(dataDir, error);
  });
  return names.some((name) => name === 'PG_VERSION' || name === LOCATION_FILE || /^postgresql-\d+$/.test(name));
}

/** Creates the data folder if it is missing and decides where its database lives; an existing database stays where it is. */
export async function placeDatabase(dataDir: string, systemDir: string): Promise<Placement> {
  const dataFolder = await openDataFolder(resolve(dataDir));
  await refuseForeignDatabase(dataFolder);
  if (await pathExists(join(dataFolder, CLUSTER_NAME))) return { dataFolder, home: dataFolder };

  const location = await readLocationFile(dataFolder);
  if (location) return followLocation(dataFolder, location);
  if (!isRoot() || (await canReach(await findOrCreateDatabaseUser(), dataFolder))) {
    await access(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
    return { dataFolder, home: dataFolder };
  }
  return placeElsewhere(dataFolder, systemDir);
}

async function openDataFolder(path: string): Promise<string> {
  try {
    await makeFolder(path);
    return await realpath(path);
  } catch (error) {
    throw explainFolderError(path, error);
  }
}

async function refuseForeignDatabase(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder);
  if (names.includes('PG_VERSION')) {
    throw new DataFolderError(
      `The data folder "${dataFolder}" is itself the data directory of a PostgreSQL server. Set DATABASE_URL to that server, or DATA_DIR to another folder.`,
    );
  }
  const other = names.find((name) => /^postgresql-\d+$/.test(name));
  if (!other || names.includes(CLUSTER_NAME)) return;
  throw new DataFolderError(
    `The data folder "${dataFolder}" holds the database of another PostgreSQL version, "${other}", and this program runs version ${POSTGRES_MAJOR}. Use the program's version that made it, or set DATA_DIR to another folder.`,
  );
}

async function followLocation(dataFolder: string, home: string): Promise<Placement> {
  if (await pathExists(join(home, CLUSTER_NAME)))
    return { dataFolder, home, notice: describeLocation(dataFolder, home) };
  throw new DataFolderError(
    `The data of "${dataFolder}" should be in "${home}", but there is no database. Bring it back, or empty the data folder to begin anew.`,
  );
}

async function placeElsewhere(dataFolder: string, systemDir: string): Promise<Placement> {
  const home = join(systemDir, createHash('sha256').update(dataFolder).digest('hex').slice(0, 16));
  await createReachableFolder(systemDir);
  await createReachableFolder(home);
  const notice = describeLocation(dataFolder, home);
  if (!(await pathExists(join(home, CLUSTER_NAME)))) return { dataFolder, home, notice };
  return { dataFolder, home, notice: `${notice} It was there from an earlier run: delete that folder to begin anew.` };
}

function describeLocation(dataFolder: string, home: string): string {
  return `The database of "${dataFolder}" is kept in "${home}", because the system user "${DATABASE_USER_NAME}" that runs it cannot enter the former.`;
}

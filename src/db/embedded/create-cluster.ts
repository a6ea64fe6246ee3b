import { chown, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathExists } from '../../lib/path-exists';
import { takeTurn } from '../../lib/take-turn';
import { removeAbandonedDrafts } from './abandoned-drafts';
import { generateCredentials, writeCredentials, writePrivateFile } from './credentials';
import { DataFolderError } from './data-folder-error';
import { OsUser, runProgram } from './run-program';

export const ADMIN_ROLE = 'daily_papers_admin';

const DRAFT_PREFIX = 'new-cluster-';

export interface NewCluster {
  folder: string;
  initdb: string;
  owner: OsUser | undefined;
}

/** Makes the cluster, unless another process does meanwhile. */
export async function createCluster(home: string, cluster: NewCluster): Promise<void> {
  await takeTurn(home, async () => {
    if (!(await pathExists(cluster.folder))) await createByRenaming(home, cluster);
  });
}

/** Makes the cluster under another name and renames it, so that a folder of the final name is always whole. */
async function createByRenaming(home: string, { folder, initdb, owner }: NewCluster): Promise<void> {
  await removeAbandonedDrafts(home, DRAFT_PREFIX);
  const draft = await mkdtemp(join(home, DRAFT_PREFIX));
  try {
    if (owner) await chown(draft, owner.uid, owner.gid);
    await initialise(draft, initdb, owner);
    await rename(join(draft, 'cluster'), folder);
    await syncFolder(home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function initialise(draft: string, initdb: string, owner?: OsUser): Promise<void> {
  const credentials = generateCredentials();
  const passwordFile = join(draft, 'password');
  await writePrivateFile(passwordFile, credentials.adminPassword, owner);

  const cluster = join(draft, 'cluster');
  const { succeeded, output } = await runProgram(initdb, initdbArguments(cluster, passwordFile), owner);
  if (!succeeded) {
    throw new DataFolderError(`The database could not be created in "${draft}". PostgreSQL's initdb says: ${output}`);
  }
  await writeCredentials(cluster, credentials, owner);
}

function initdbArguments(cluster: string, passwordFile: string): string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${ADMIN_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own Unicode rules: text sorts and folds alike on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--text-search-config=english',
    '--no-instructions',
  ];
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

import { existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { takeTurn } from '../../lib/take-turn';
import { removeAbandonedDrafts } from './abandoned-drafts';
import { DataFolderError } from './data-folder-error';
import { findPostgresPackage, LibraryLink, PostgresPackage } from './postgres-package';
import { createReachableFolder } from './reachable-folder';
import { canReach, OsUser } from './run-program';

const DRAFT_PREFIX = 'new-binaries-';

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/** Binaries that run as the given user: the installed ones, or a copy below `copyInto` where those do not serve. */
export async function prepareBinaries(copyInto: string, user?: OsUser): Promise<Binaries> {
  const source = await findPostgresPackage();
  const installed = binariesIn(source.folder);
  if ((await isReachable(installed, user)) && (await hasAllLinks(source))) return installed;

  const copy = join(copyInto, source.buildName);
  if (!existsSync(copy)) await copyPackage(source, copy);
  const copied = binariesIn(copy);
  if (await isReachable(copied, user)) return copied;
  throw new DataFolderError(
    `PostgreSQL's programs, copied to "${copy}", cannot be executed there by the database's user: a folder above is closed to it, or the disk is mounted noexec. Open it, or set DATABASE_URL to a PostgreSQL server.`,
  );
}

function binariesIn(folder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const [initdb, postgres, pgCtl] = ['initdb', 'postgres', 'pg_ctl'].map((name) => join(folder, 'bin', name + suffix));
  return { initdb: initdb!, postgres: postgres!, pgCtl: pgCtl! };
}

async function isReachable(binaries: Binaries, user?: OsUser): Promise<boolean> {
  return user ? canReach(user, binaries.postgres) : existsSync(binaries.postgres);
}

/** Makes the missing links as the package's install script would; false where the folder cannot be written. */
async function hasAllLinks({ folder, links }: PostgresPackage): Promise<boolean> {
  try {
    await makeLinks(folder, links);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function makeLinks(folder: string, links: LibraryLink[]): Promise<void> {
  for (const { path, target } of links) {
    const place = join(folder, path);
    if (existsSync(place)) continue;
    await symlink(relative(dirname(path), target), place).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Makes the copy, unless another process does meanwhile. */
async function copyPackage(source: PostgresPackage, destination: string): Promise<void> {
  const parent = dirname(destination);
  await createReachableFolder(parent);
  await takeTurn(parent, async () => {
    if (!existsSync(destination)) await copyByRenaming(source, destination);
  });
}

/** Copies under another name and renames, so that a folder of the final name is always whole. */
async function copyByRenaming(source: PostgresPackage, destination: string): Promise<void> {
  await removeAbandonedDrafts(dirname(destination), DRAFT_PREFIX);
  const draft = await mkdtemp(join(dirname(destination), DRAFT_PREFIX));
  try {
    // Links stay relative: as addresses of the folder copied from, they would lead where the user may not go.
    await cp(source.folder, draft, { recursive: true, verbatimSymlinks: true, filter: isNeededToRun });
    await makeLinks(draft, source.links);
    await openToAll(draft);
    await rename(draft, destination);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function isNeededToRun(path: string): boolean {
  return !path.endsWith('.a') && !['pkgconfig', 'pgxs'].includes(basename(path));
}

/** Whatever mask npm installed the files under, the database's user may read and run the copy. */
async function openToAll(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const own = entries.filter((entry) => !entry.isSymbolicLink());
  await Promise.all(own.map((entry) => chmod(join(entry.parentPath, entry.name), 0o755)));
  await chmod(folder, 0o755);
}

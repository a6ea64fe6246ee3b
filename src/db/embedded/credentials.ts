import { randomBytes } from 'node:crypto';
import { chown, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFolderError } from './data-folder-error';
import { OsUser } from './run-program';

/** The passwords of the two roles, random and kept in a file of mode 600 inside the cluster. */
export interface Credentials {
  /** The superuser, for creating the database and for claims: it can connect even when all other connections are taken. */
  adminPassword: string;
  /** The owner of the application's database, who may create databases but nothing beyond them. */
  ownerPassword: string;
}

const FILE_NAME = 'credentials.json';

export function generateCredentials(): Credentials {
  return { adminPassword: randomBytes(24).toString('base64url'), ownerPassword: randomBytes(24).toString('base64url') };
}

export async function writeCredentials(cluster: string, credentials: Credentials, owner?: OsUser): Promise<void> {
  await writePrivateFile(join(cluster, FILE_NAME), JSON.stringify(credentials), owner);
}

export async function writePrivateFile(path: string, content: string, owner?: OsUser): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  if (owner) await chown(path, owner.uid, owner.gid);
}

export async function readCredentials(cluster: string): Promise<Credentials> {
  const path = join(cluster, FILE_NAME);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Credentials;
  } catch (error) {
    throw new DataFolderError(
      `The database's passwords could not be read from "${path}". Restore the file or its permissions, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

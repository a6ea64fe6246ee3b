import { chmod, stat } from 'node:fs/promises';
import { makeFolder } from '../../lib/make-folder';
import { isRoot } from './database-user';

const READ_AND_ENTER_FOR_ALL = 0o555;
const ENTER_FOR_OTHERS = 0o001;

/** Creates the folder if it is missing. As root, opens it to the database's user, whatever mask the process runs under. */
export async function createReachableFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  if (!isRoot()) return;
  const { mode } = await stat(folder);
  if (!(mode & ENTER_FOR_OTHERS)) await chmod(folder, mode | READ_AND_ENTER_FOR_ALL);
}

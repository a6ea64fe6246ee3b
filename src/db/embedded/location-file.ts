import { readFile, rename, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { DataFolderError } from './data-folder-error';

export const LOCATION_FILE = 'database-location.txt';

/** The folder that the data folder's location file names on its first line; undefined where there is no such file. */
export async function readLocationFile(dataFolder: string): Promise<string | undefined> {
  const file = join(dataFolder, LOCATION_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;

  const location = text.split('\n', 1)[0]!.trim();
  if (isAbsolute(location)) return location;
  throw new DataFolderError(
    `The file "${file}" should name the database's folder, an absolute path, on its first line, but that reads "${location}". Mend it, or delete it if there is no database yet.`,
  );
}

export async function writeLocationFile(dataFolder: string, location: string): Promise<void> {
  const draft = join(dataFolder, `${LOCATION_FILE}.${process.pid}`);
  await writeFile(
    draft,
    `${location}\n\nThe database of this folder is kept there, where its system user can reach it.\n`,
  );
  await rename(draft, join(dataFolder, LOCATION_FILE));
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.mjs';

const NO_SUCH_DATABASE = '3D000';
const NO_SUCH_TABLE = '42P01';

/** Stands for the content of files and folders: data that were made with another version of them are made anew. */
export function dataVersion(...paths) {
  const hash = createHash('sha1');
  for (const file of paths.flatMap((path) => filesIn(join(projectRoot, path)))) hash.update(readFileSync(file));
  return hash.digest('hex');
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** Whether a database holds all of its data in this version; `connect` runs some work with a client of it. */
export async function holdsVersion(connect, version) {
  try {
    return await connect(async (client) => {
      const { rows } = await client.query(`select value from settings where name = 'bench_data'`);
      return rows[0]?.value === version;
    });
  } catch (error) {
    if ([NO_SUCH_DATABASE, NO_SUCH_TABLE].includes(error.code)) return false;
    throw error;
  }
}

/** Says that all data are there; the last thing that a loader does. */
export async function storeVersion(client, version) {
  await client.query(`insert into settings (name, value) values ('bench_data', $1)`, [version]);
}

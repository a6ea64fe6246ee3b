import { built, tell } from '../project.mjs';
import { fillSearchIndex } from './fill-index.mjs';

/** Makes a database of what the project's own importer takes from files; what it refuses is said and left out. */
export async function importFiles(server, name, files) {
  await server.createDatabase(name);
  const { importFile } = built('ingestion/import-file');
  const { openDatabase } = built('db/open-database');
  const { entities } = built('slices');
  const databaseUrl = server.urlOf(name);
  const opened = await openDatabase({ databaseUrl, dataDir: '', use: 'join', poolSize: 4, entities });
  try {
    for (const file of files) await importOne((path) => importFile(opened.database, path), file);
  } finally {
    await opened.close();
  }
  await fillSearchIndex(databaseUrl);
  await server.connected(name, (client) => client.query('vacuum analyze'));
}

async function importOne(read, file) {
  try {
    const { added, refused } = await read(file);
    if (refused > 0) tell(`${file}: ${added} papers are new, ${refused} records were refused.`);
  } catch (error) {
    if (error.constructor.name !== 'UnreadableFileError') throw error;
    tell(`Left out: ${error.message}`);
  }
}

import { Database, DatabaseOptions } from './database';
import { openEmbeddedDatabase } from './embedded/open-embedded-database';
import { migrate } from './migrate';
import type { Patience } from './migrating/patience';

export interface OpenedDatabase {
  database: Database;
  url: string;
  /** What a person should know of where the data are. */
  notice: string;
  close(): Promise<void>;
}

export interface OpenOptions extends Omit<DatabaseOptions, 'url'> {
  /** A PostgreSQL server; null for the embedded one. */
  databaseUrl: string | null;
  dataDir: string;
  use: 'serve' | 'join';
  /** How migrations wait for those who use the database, and who is told of it. */
  patience?: Partial<Patience>;
}

/** Opens the database that the configuration names, at its newest schema. */
export async function openDatabase(options: OpenOptions): Promise<OpenedDatabase> {
  const { databaseUrl, dataDir, use, poolSize, entities } = options;
  const embedded = databaseUrl === null ? await openEmbeddedDatabase({ dataDir, use }) : null;
  const url = embedded?.url ?? (databaseUrl as string);
  try {
    const database = await Database.connect({ url, poolSize, entities });
    const close = async () => {
      await database.close();
      await embedded?.close();
    };
    try {
      await migrate(database, options.patience);
      return { database, url, notice: embedded?.notice ?? placeOf(url, embedded ? dataDir : null), close };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

function placeOf(url: string, dataDir: string | null): string {
  if (dataDir !== null) return `The database is embedded; its data are in ${dataDir}.`;
  const { hostname, port, pathname } = new URL(url);
  return `The database is ${pathname.slice(1) || 'the default one'} on ${hostname || 'this machine'}:${port || 5432}.`;
}

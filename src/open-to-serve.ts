import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { settleTransactionOffset } from './changes/settle-offset.service';
import type { Config } from './config';
import type { Database } from './db/database';
import { openDatabase, type OpenedDatabase } from './db/open-database';
import { settleFeedTimeZone } from './feed/feed-time-zone';
import { importFile } from './ingestion/import-file';
import { projectRoot } from './lib/project-root';
import { entities } from './slices';

export interface ServedDatabase extends OpenedDatabase {
  /** The one that holds, which may be another than the configuration names. */
  feedTimeZone: string;
}

const SAMPLE = join('sample', 'daily-papers-2025-12-10.txt');

/** Opens the database at its newest schema, with all that has to be settled before a request is answered by it. */
export async function openToServe(config: Config, poolSize: number, log: FastifyBaseLogger): Promise<ServedDatabase> {
  const patience = { ...config.patience, tell: (line: string) => log.info(line) };
  const opened = await openDatabase({ ...config, poolSize, patience, use: 'serve', entities });
  const { database } = opened;
  try {
    await settleTransactionOffset(database);
    const feedTimeZone = await settleFeedTimeZone(database, config.feedTimeZone);
    if (config.sampleData && (await isEmpty(database))) await importFile(database, join(projectRoot(), SAMPLE));
    return { ...opened, feedTimeZone };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function isEmpty(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ isEmpty: boolean }>(
    'select not exists (select from papers) as "isEmpty"',
  );
  return rows[0]?.isEmpty ?? false;
}

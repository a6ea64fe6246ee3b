import { settleTransactionOffset } from '../changes/settle-offset.service';
import { readConfig } from '../config';
import type { Database } from '../db/database';
import { openDatabase } from '../db/open-database';
import { entities } from '../slices';

/** Runs a command on the database that the environment names, joining a server that uses it already. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const config = readConfig();
  const patience = { ...config.patience, tell: (line: string) => void process.stderr.write(`${line}\n`) };
  const opened = await openDatabase({ ...config, patience, use: 'join', entities });
  try {
    await settleTransactionOffset(opened.database);
    return await work(opened.database);
  } finally {
    await opened.close();
  }
}

/** Prints a result for scripts, as one line of JSON, or for people. */
export function print(result: object, options: { json?: boolean }, lines: string | string[]): void {
  process.stdout.write(`${options.json ? JSON.stringify(result) : [lines].flat().join('\n')}\n`);
}

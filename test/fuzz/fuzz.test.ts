import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Database } from '../../src/db/database';
import { entities } from '../../src/slices';
import { expectCountsToHold } from '../support/invariants';
import { createEmptyDatabase } from '../support/test-database';

const PROJECT = join(__dirname, '../..');
const REQUESTS = 3000;

interface Result {
  isWell: boolean;
  failures: object[];
  logFaults: string[];
  isAlive: boolean;
  figures: { requests: number; fieldsWithoutValue: string[]; codes: Record<string, number> };
}

/** Runs the command as it is; how long answers take is not looked at, since it depends on what else runs here. */
function fuzz(databaseUrl: string): Promise<string> {
  const args = ['fuzz/run.mjs', '--requests', String(REQUESTS), '--seed', '7', '--max-ms', '0', '--json'];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args, '--database', databaseUrl],
      { cwd: PROJECT, maxBuffer: 100_000_000 },
      (_error, stdout, stderr) => resolve(stdout || stderr),
    );
  });
}

describe('requests at random', () => {
  it('are answered as promised, and leave the database whole', async () => {
    const { url, drop } = await createEmptyDatabase();
    const { figures, ...verdict } = JSON.parse(await fuzz(url)) as Result;
    expect(verdict).toEqual({ isWell: true, failures: [], logFaults: [], isAlive: true });

    // What is looked at is not next to nothing: whoever sends nonsense alone is always refused.
    expect(figures.requests).toBeGreaterThanOrEqual(REQUESTS);
    expect(figures.fieldsWithoutValue.length).toBeLessThan(200);
    expect(figures.codes.LIMIT_EXCEEDED).toBeGreaterThan(0);

    const database = await Database.connect({ url, poolSize: 2, entities });
    await expectCountsToHold(database);
    await database.close();
    await drop();
  }, 240_000);
});

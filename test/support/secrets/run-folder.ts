import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the folder where a run of the tests keeps its logs, and the secrets that none of them may hold. */
export function createRunFolder(): void {
  process.env.DP_TEST_RUN = mkdtempSync(join(tmpdir(), 'daily-papers-run-'));
  mkdirSync(runFile('logs'));
  writeFileSync(runFile('secrets'), '');
}

export function runFile(...path: string[]): string {
  const folder = process.env.DP_TEST_RUN;
  if (!folder) throw new Error('DP_TEST_RUN is not set: the global set-up of the tests did not run.');
  return join(folder, ...path);
}

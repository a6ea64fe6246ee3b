import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { runFile } from './run-folder';

/** Where a server or program that the test file at hand started writes its log. */
export function logFile(writer: string): string {
  const { testPath = '' } = expect.getState();
  return runFile('logs', `${basename(testPath)}.${writer}.log`);
}

/** The logs of the run so far. */
export function logFiles(): string[] {
  return readdirSync(runFile('logs')).map((name) => runFile('logs', name));
}

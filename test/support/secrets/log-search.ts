import { readFileSync } from 'node:fs';
import { secretsOfRun } from './known-secrets';
import { SecretFinder } from './secret-finder';

/** Fails where a log holds a secret of the run; says in which file and line. */
export function searchLogs(paths: string[]): void {
  const finder = new SecretFinder(secretsOfRun());
  const places = paths.flatMap((path) => finder.linesIn(readFileSync(path)).map((line) => `${path}:${line}`));
  if (places.length > 0)
    throw new Error(`A secret was logged, at ${places.join(', ')}. Log what it is for, not itself.`);
}

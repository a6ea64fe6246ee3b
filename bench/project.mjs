import { createRequire } from 'node:module';
import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..');

/** Loads a module of the built project: `built('db/migrate')`. */
export function built(path) {
  return createRequire(import.meta.url)(join(projectRoot, 'dist/src', path));
}

/** What happens meanwhile is told on standard error, so that standard output holds results alone. */
export function tell(line) {
  process.stderr.write(`${line}\n`);
}

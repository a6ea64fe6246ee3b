import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: the code runs from two depths below it, as source and as built. */
export function projectRoot(from = __dirname): string {
  return existsSync(join(from, 'package.json')) ? from : projectRoot(dirname(from));
}

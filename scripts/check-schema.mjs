// Compares the schema that the code makes with the one that is committed.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..');
const { apiSchema, printSdl } = require(join(root, 'dist/src/schema.js'));

const committed = readFileSync(join(root, 'schema/schema.graphql'), 'utf8');
if (printSdl(apiSchema()) !== committed) {
  console.error('The schema of the code is not the one in schema/schema.graphql.');
  process.exitCode = 1;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { apiSchema, printSdl } from '../../src/schema';

const COMMITTED = join(__dirname, '../../schema/schema.graphql');

describe('the schema', () => {
  it('is the one that is committed', () => {
    const sdl = printSdl(apiSchema());
    if (readFileSync(COMMITTED, 'utf8') === sdl) return;
    throw new Error(
      'schema/schema.graphql is not what the code makes: run "npm run schema:write" and look at the change.',
    );
  });

  it('can be read back, by tools that know nothing of this code', () => {
    const schema = apiSchema();
    expect(findBreakingChanges(schema, buildSchema(printSdl(schema)))).toEqual([]);
  });
});

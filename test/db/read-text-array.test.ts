import fc from 'fast-check';
import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeAll(async () => (test = await createTestDatabase()));
afterAll(() => test.drop());

/** Words as they are stored, whatever the syntax of arrays means by them, and anything else. */
const word = fc.oneof(
  fc.constantFrom('read', 'cs.CL', 'NULL', 'null', '', ' ', '{}', '{', ',', '"', '\\', '\n', '[0:1]=', null),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0')),
);

describe('an array of texts', () => {
  it('is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (words) => {
        const { rows } = await test.database.pool.query<{ words: unknown }>('select $1::text[] as words', [words]);
        expect(rows[0]?.words).toEqual(words);
      }),
      { numRuns: 500 },
    );
  });
});

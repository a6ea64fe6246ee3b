import { fillNameParts } from '../../src/authors/fill-name-parts.service';
import { namePartsOf } from '../../src/words/name-parts';
import { Fixtures, upTo } from '../support/fixtures';
import { expectNamesToBeFound } from '../support/invariants';
import { untilWaiting } from '../support/lock-waiters';
import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
let fixtures: Fixtures;
beforeAll(async () => {
  test = await createTestDatabase();
  fixtures = new Fixtures(test.database);
});
afterAll(() => test.drop());
beforeEach(() => fixtures.clear());
afterEach(() => expectNamesToBeFound(test.database));

/** Authors as they were before names were kept in parts. */
async function addWithoutParts(names: string[]): Promise<number[]> {
  const ids = await fixtures.authors(names.map((name) => ({ name })));
  await test.database.pool.query('update authors set name_parts = null where id = any ($1)', [ids]);
  return ids;
}

describe('fillNameParts', () => {
  it('fills in what is missing, and nothing a second time', async () => {
    await fixtures.authors([{ name: 'There Before' }]);
    await addWithoutParts([...upTo(2100).map((number) => `Ada-Bo Number ${number}`), '?', '"{,}\\']);

    expect(await fillNameParts(test.database.pool)).toBe(2102);
    expect(await fillNameParts(test.database.pool)).toBe(0);
  });

  it('leaves no trace of a name that an import replaces meanwhile', async () => {
    const [, id] = await addWithoutParts(['Cy', 'A. Lovelace', 'Bo']);
    const importing = await test.database.pool.connect();
    await importing.query('begin');
    const parts = namePartsOf('Ada Lovelace');
    await importing.query('update authors set name = $2, name_parts = $3 where id = $1', [id, 'Ada Lovelace', parts]);

    const filling = fillNameParts(test.database.pool);
    await untilWaiting(test.database.pool);
    await importing.query('commit');
    importing.release();

    expect(await filling).toBe(2);
  });
});

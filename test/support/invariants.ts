import { type Database } from '../../src/db/database';
import { namePartsOf } from '../../src/words/name-parts';

/** Each rule with the query of the rows that break it. */
const { INVARIANTS } = jest.requireActual<{ INVARIANTS: Record<string, string> }>(
  '../../torture/promises/invariants.mjs',
);

/** Fails with the rows where a kept count is not what it counts. */
export async function expectCountsToHold(database: Database): Promise<void> {
  await expectToHold(database, Object.keys(INVARIANTS));
}

/** Fails with the papers that keep other names than those of their authors. */
export async function expectKeptNamesToHold(database: Database): Promise<void> {
  await expectToHold(database, [
    'the names that are kept with a paper are those of its authors, as far as a page goes',
  ]);
}

async function expectToHold(database: Database, rules: string[]): Promise<void> {
  const breaches: Record<string, unknown[]> = {};
  for (const rule of rules) {
    const { rows } = await database.pool.query<Record<string, unknown>>(INVARIANTS[rule]!);
    if (rows.length > 0) breaches[rule] = rows.slice(0, 5);
  }
  expect(breaches).toEqual({});
}

/** Fails with the authors that are not found by their name, but by another or none. */
export async function expectNamesToBeFound(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ name: string; name_parts: string[] | null }>(
    'select name, name_parts from authors order by id',
  );
  expect(rows).toEqual(rows.map(({ name }) => ({ name, name_parts: namePartsOf(name) })));
}

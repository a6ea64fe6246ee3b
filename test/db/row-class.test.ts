import { rowClass } from '../../src/db/row-class';
import { instancesOf, rowsOf } from '../../src/db/sql';
import { createTestDatabase, TestDatabase } from '../support/test-database';

class Named {
  name!: string;

  get greeting(): string {
    return `Hello ${this.name}`;
  }
}

describe('rowClass', () => {
  it('makes instances of a class of the values of its columns', () => {
    const Row = rowClass(Named, ['name', 'age']);
    const row = new Row(['Ada', 36]);
    expect(row).toBeInstanceOf(Named);
    expect(row.greeting).toBe('Hello Ada');
    expect(Object.entries(row)).toEqual([
      ['name', 'Ada'],
      ['age', 36],
    ]);
  });

  it('takes any column name for a name and for nothing else', () => {
    const names = ["it's", 'a"b', 'c\\d', 'e\nf', '\u2028', '__proto__x', 'constructor', '${name}', '`', '?column?'];
    const row = new (rowClass(Object, names))(names);
    expect(Object.entries(row)).toEqual(names.map((name) => [name, name]));
  });

  it('refuses a column that the class answers by itself', () => {
    const Row = rowClass(Named, ['name', 'greeting']);
    expect(() => new Row(['Ada', 'Good morning'])).toThrow('greeting');
  });

  it('is the same for the same columns, and another one for others and for another class', () => {
    const ofBoth = rowClass(Named, ['name', 'age']);
    expect(rowClass(Named, ['name', 'age'])).toBe(ofBoth);
    expect(rowClass(Named, ['age', 'name'])).not.toBe(ofBoth);
    expect(rowClass(Named, ['name'])).not.toBe(ofBoth);
    expect(rowClass(Object, ['name', 'age'])).not.toBe(ofBoth);
    expect(rowClass(Named, ['name,age'])).not.toBe(ofBoth);
  });
});

describe('what is read', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  const TEXT = `
    select name, number, null::text as missing from (values ('Ada', 1), ('Alan', 2)) as one (name, number) order by number`;
  const PLAIN = [
    { name: 'Ada', number: 1, missing: null },
    { name: 'Alan', number: 2, missing: null },
  ];

  it('is plain objects without a class', async () => {
    expect(await rowsOf(test.database.pool, TEXT)).toStrictEqual(PLAIN);
  });

  it('is instances of a class with its columns, others among them', async () => {
    const rows = await instancesOf<Named, { number: number }>(Named, test.database.pool, TEXT);
    expect(rows.map((row) => [row.greeting, row.number])).toEqual([
      ['Hello Ada', 1],
      ['Hello Alan', 2],
    ]);
    expect(rows).toEqual(PLAIN);
  });

  it('is nothing where a statement answers no rows', async () => {
    const { pool } = test.database;
    expect(await rowsOf(pool, 'create temporary table nothing_to_see (id integer)')).toEqual([]);
    expect(await rowsOf(pool, 'select 1 as one where $1::boolean', [false])).toEqual([]);
  });
});

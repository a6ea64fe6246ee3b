import type { QueryConfig } from 'pg';
import { selectAuthors } from '../../src/authors/authors.query';
import { namePartsSought } from '../../src/words/name-parts';
import { Fixtures, upTo } from '../support/fixtures';
import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  const names = [...upTo(20_000).map((number) => `Anna A${number}`), ...upTo(400).map((number) => `Zhi A${number}`)];
  await new Fixtures(test.database).authors(names.map((name) => ({ name })));
  await test.database.pool.query('vacuum analyze authors');
});
afterAll(() => test.drop());

/** How PostgreSQL reads the first page of whom a query finds. */
async function planOf(query: string): Promise<string> {
  const { pool } = test.database;
  const spy = jest.spyOn(pool, 'query');
  const request = { size: 20, backwards: false, after: null, before: null };
  await selectAuthors(pool, namePartsSought(query), request);
  const [{ text, values }] = spy.mock.calls[0] as unknown as [Required<QueryConfig<unknown[]>>];
  spy.mockRestore();
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

describe('selectAuthors', () => {
  it('walks the names in their order where many are found', async () => {
    const plan = await planOf('anna');
    expect(plan).toMatch(/Index Scan using authors_name_idx/);
    expect(plan).not.toMatch(/Sort/);
  });

  it('does not walk past all others to those that crowd at the end', async () => {
    expect(await planOf('zhi')).toMatch(/Bitmap Index Scan on authors_name_parts_idx/);
  });
});

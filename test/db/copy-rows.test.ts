import { copyRows } from '../../src/db/copy-rows';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('copyRows', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  it('writes every text as it is', async () => {
    const texts = [
      'a\tb',
      'a\nb\r\nc',
      String.raw`\N`,
      String.raw`\alpha \\ \.`,
      '',
      '"{,}"',
      'NULL',
      'é 漢 🚀 \u2028',
    ];
    await test.database.transaction(async (sql) => {
      await sql.query('create temporary table texts (position integer, one text, many text[]) on commit drop');
      await copyRows(
        sql,
        'texts (position, one, many)',
        texts.map((text, at) => [at, text, [text, ...texts]]),
      );
      const { rows } = await sql.query<{ one: string; many: string[] }>(
        'select one, many from texts order by position',
      );
      expect(rows).toEqual(texts.map((one) => ({ one, many: [one, ...texts] })));
    });
  });

  it('writes null, numbers, booleans and empty lists', async () => {
    await test.database.transaction(async (sql) => {
      await sql.query('create temporary table parts (a text, b integer, c boolean, d text[]) on commit drop');
      await copyRows(sql, 'parts (a, b, c, d)', [[null, 7, true, []]]);
      const { rows } = await sql.query('select * from parts');
      expect(rows).toEqual([{ a: null, b: 7, c: true, d: [] }]);
    });
  });

  it('fails where the table refuses a row, and the connection can go on', async () => {
    const client = await test.database.pool.connect();
    try {
      await expect(copyRows(client, 'totals (name, count)', [['more', -1]])).rejects.toThrow('totals_count_check');
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    } finally {
      client.release();
    }
  });
});

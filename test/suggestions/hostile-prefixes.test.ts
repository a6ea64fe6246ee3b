import { arxivRecord, importAll } from '../ingestion/stored-state';
import { randomNumbers } from '../support/random-numbers';
import { startTestServer, TestServer } from '../support/test-server';

const TITLE = '100% Of_Something \\ "Quoted" C++';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await importAll(server.database, [
    arxivRecord('2501.00001', { title: TITLE, authors: [{ name: "D'Ürsel 100%" }], categories: ['a_%.\\'] }),
  ]);
});
afterAll(() => server.close());

const ask = (prefix: string) =>
  server.ask<{ suggest: { text: string }[] }>('query ($prefix: String!) { suggest(prefix: $prefix) { text } }', {
    prefix,
  });

describe('suggest', () => {
  it.each(['', ' ', '%', '_', '\\', '"', "'", '...', '$', '{}', '🦜', '\u200b', '()', '-'])(
    'answers nothing for %j, which has neither letter nor digit',
    async (prefix) => {
      expect(await ask(prefix)).toEqual({ data: { suggest: [] } });
    },
  );

  it.each(['100%', '100% Of_', '100% Of_Something \\ "Quoted" C+', 'quoted "c', '🦜 100 🦜 of', 'C++ 1'])(
    'takes %j for letters and digits',
    async (prefix) => {
      expect((await ask(prefix)).data?.suggest.map(({ text }) => text)).toContain(TITLE);
    },
  );

  it.each(['%00', 'of_x', "'; drop table papers; --x", 'a%', 'a__.'])(
    'takes signs of patterns in %j for themselves',
    async (prefix) => {
      expect(await ask(prefix)).toEqual({ data: { suggest: [] } });
    },
  );

  it.each(['a'.repeat(201), 'μ'.repeat(10_000), '🦜'.repeat(201)])(
    'refuses what is longer than 200 characters',
    async (prefix) => {
      const length = Array.from(prefix).length;
      const { errors } = await ask(prefix);
      expect(errors?.[0]?.message).toMatch(/^"prefix" is ".+…, which has \d+ characters; it takes at most 200\.$/);
      expect(errors?.[0]?.message).toContain(` ${length} characters`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'prefix' });
    },
  );

  it.each([
    'a b '.repeat(50),
    'ab '.repeat(66),
    'μ'.repeat(200),
    '漢字'.repeat(100),
    'ﷺ'.repeat(200),
    '🦜a'.repeat(100),
  ])('takes what has 200 characters', async (prefix) => {
    expect(await ask(prefix)).toEqual({ data: { suggest: [] } });
  });

  it('refuses NUL by name', async () => {
    const { errors } = await ask('a\0');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain('NUL');
  });

  it('never fails, whatever is typed', async () => {
    const random = randomNumbers(5);
    const pieces = ['a', ' ', '$', '\\mu', '{', '%', '\u0301', 'é', '漢', '🦜', '-', "'", 'İ', 'ß', '+', '9'];
    for (let round = 0; round < 100; round++) {
      const prefix = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join('');
      expect({ prefix, errors: (await ask(prefix)).errors }).toEqual({ prefix, errors: undefined });
    }
  });
});

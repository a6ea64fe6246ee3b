import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

const NAMES = ['Bohr', 'ada', 'Ada', 'B', 'bo', 'Ångström', '100% Real', 'under_score', '𝔄'];
const ORCID = '0000-0002-1825-0097';

let server: TestServer;
let ids: string[];
beforeAll(async () => {
  server = await startTestServer();
  const authors = NAMES.map((name) => (name === 'Bohr' ? { name, orcid: ORCID } : { name }));
  ids = idsOf('Author', await new Fixtures(server.database).authors(authors));
});
afterAll(() => server.close());

describe('author', () => {
  const look = (args: string) =>
    server.ask<{ author: { id: string; orcid: string } | null }>(`{ author(${args}) { id orcid } }`);

  it.each([ORCID, '0000000218250097', `https://orcid.org/${ORCID}`, `orcid: ${ORCID}`])(
    'is found by the ORCID %j',
    async (orcid) => {
      expect((await look(`orcid: "${orcid}"`)).data?.author).toEqual({ id: ids[0], orcid: ORCID });
    },
  );

  it('is found by its id', async () => {
    expect((await look(`id: "${ids[1]}", orcid: null`)).data?.author).toEqual({ id: ids[1], orcid: null });
  });

  it.each(['orcid: "0000-0001-5109-3700"', 'id: "nonsense"', 'id: ""', 'id: "UGFwZXI6MQ"'])(
    'is null for %s',
    async (args) => {
      expect(await look(args)).toEqual({ data: { author: null } });
    },
  );

  it.each(['0000-0002-1825-0098', 'banana', ''])('refuses the ORCID %j, which nobody can have', async (orcid) => {
    const { errors } = await look(`orcid: "${orcid}"`);
    expect(errors?.[0]?.message).toBe(`"orcid" is "${orcid}", which is none; one looks like "0000-0002-1825-0097".`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'orcid' });
  });

  it.each([
    ['id: null', 'none'],
    [`id: "x", orcid: "${ORCID}"`, 'both'],
  ])('refuses %s', async (args, given) => {
    const { errors } = await look(args);
    expect(errors?.[0]?.message).toBe(`"author" takes exactly one of "id" and "orcid"; given: ${given}.`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('authors', () => {
  async function names(query: string | null): Promise<string[]> {
    const text =
      'query ($query: String) { authors(query: $query) { nodes { name } totalCount totalCountIsLowerBound } }';
    interface Answer {
      authors: { nodes: { name: string }[]; totalCount: number; totalCountIsLowerBound: boolean };
    }
    const { authors } = await server.data<Answer>(text, { query });
    expect(authors).toMatchObject({ totalCount: authors.nodes.length, totalCountIsLowerBound: false });
    return authors.nodes.map((author) => author.name);
  }

  it('are in the order of their names without regard to case, equal ones by age', async () => {
    expect((await names(null)).slice(0, 7)).toEqual(['100% Real', 'ada', 'Ada', 'B', 'bo', 'Bohr', 'under_score']);
  });

  it.each([
    ['', NAMES.length],
    ['  ', NAMES.length],
    ['b', 3],
    ['BO', 2],
    [' bo ', 2],
    ['Ångström', 1],
    ['angs', 1],
    ['𝔄', 4],
    ['100%', 1],
    ['1%', 1],
    ['0%', 0],
    ['score, under', 1],
    ['real 100 bo', 0],
    ['zz', 0],
    ['山', 0],
  ])('that are found by %j are %d', async (query, count) => {
    expect(await names(query)).toHaveLength(count);
  });

  it.each(['-', "'", '\\', '%', '_', '😀', '"\'; --', '{}'])(
    'are all where %j, which has no letter or digit, is asked for',
    async (query) => {
      expect(await names(query)).toHaveLength(NAMES.length);
    },
  );

  it.each(['b%_\\"\' bo', '😀bo', '{bo}', '\\u{bo}', '-bo-', `bo${' -'.repeat(99)}`])(
    'are found by the words of %j alone',
    async (query) => {
      expect(await names(query)).toEqual(['bo', 'Bohr']);
    },
  );

  it('are found by the first eight words', async () => {
    expect(await names('b b b b b bo bohr bohr bohr')).toEqual(['Bohr']);
    expect(await names('a an ang angs angst angstr angstro angstrom zz')).toEqual(['Ångström']);
  });

  it('refuse the character NUL, and more than 200 characters', async () => {
    const ask = (query: string) =>
      server.ask('query ($query: String) { authors(query: $query) { nodes { name } } }', { query });
    expect((await ask('𝔄'.repeat(200))).errors).toBeUndefined();
    expect((await ask('bo\u0000')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const { errors } = await ask('a'.repeat(10_000));
    expect(errors?.[0]?.message).toBe(
      `"query" is "${'a'.repeat(78)}…, which has 10000 characters; it takes at most 200.`,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'query' });
  });

  it('part cursors by what they are found by, and not by how that is spelled', async () => {
    const page = async (args: string) =>
      server.ask<{ authors: { nodes: { name: string }[]; pageInfo: { endCursor: string } } }>(
        `{ authors(${args}) { nodes { name } pageInfo { endCursor } } }`,
      );
    const cursor = (await page('query: "bo", first: 1')).data?.authors.pageInfo.endCursor;
    expect((await page(`query: " bo ", after: "${cursor}"`)).data?.authors.nodes).toEqual([{ name: 'Bohr' }]);
    expect((await page(`query: "b", after: "${cursor}"`)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('are counted exactly up to 10,000 with a query, and from kept counts without one', async () => {
    const counts = async (query: string) =>
      (
        await server.data<{ authors: object }>(
          `{ authors(first: 0, query: ${query}) { totalCount totalCountIsLowerBound } }`,
        )
      ).authors;
    await new Fixtures(server.database).authors(upTo(10_001).map((number) => ({ name: `Many ${number}` })));
    expect(await counts('"many 1000"')).toEqual({ totalCount: 3, totalCountIsLowerBound: false });
    expect(await counts('"many"')).toEqual({ totalCount: 10_000, totalCountIsLowerBound: true });
    expect(await counts('null')).toEqual({ totalCount: 10_001 + NAMES.length, totalCountIsLowerBound: false });
  });
});

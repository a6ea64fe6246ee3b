import { Fixtures, idsOf } from '../support/fixtures';
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
    ['𝔄', 1],
    ['100%', 1],
    ['1%', 0],
    ['under_', 1],
    ['b_', 0],
    ["'", 0],
    ['\\', 0],
    ['zz', 0],
  ])('that begin with %j are %d', async (query, count) => {
    expect(await names(query)).toHaveLength(count);
  });

  it('part cursors by what they begin with, and not by how that is spelled', async () => {
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
    await server.database.pool.query(`
      with added as (insert into authors (name) select 'Many ' || n from generate_series(1, 10001) n returning id)
      update totals set count = count + (select count(*) from added) where name = 'authors'`);
    expect(await counts('"many 1000"')).toEqual({ totalCount: 3, totalCountIsLowerBound: false });
    expect(await counts('"many"')).toEqual({ totalCount: 10_000, totalCountIsLowerBound: true });
    expect(await counts('null')).toEqual({ totalCount: 10_001 + NAMES.length, totalCountIsLowerBound: false });
  });
});

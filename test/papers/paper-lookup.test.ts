import { Fixtures, idsOf } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let ids: string[];
beforeAll(async () => {
  server = await startTestServer();
  const keys = await new Fixtures(server.database).papers([
    { arxivId: '2606.00467', title: 'New' },
    { arxivId: 'math/0309136', title: 'Old' },
    { doi: '10.1007/s11128-011-0242-1', title: 'Printed' },
  ]);
  ids = idsOf('Paper', keys);
});
afterAll(() => server.close());

const look = (args: string) =>
  server.ask<{ paper: { id: string; arxivId: string; doi: string } | null }>(`{ paper(${args}) { id arxivId doi } }`);
const text = (value: string) => JSON.stringify(value);

describe('paper', () => {
  it.each([
    '2606.00467',
    'arXiv:2606.00467v2',
    ' 2606.00467v12 ',
    'https://arxiv.org/abs/2606.00467',
    'arxiv.org/pdf/2606.00467v1.pdf',
    'https://doi.org/10.48550/arXiv.2606.00467',
  ])('is found by the arXiv id %j, answered canonically', async (arxivId) => {
    const { data } = await look(`arxivId: ${text(arxivId)}`);
    expect(data?.paper).toEqual({ id: ids[0], arxivId: '2606.00467', doi: null });
  });

  it.each(['math/0309136', 'math.GT/0309136v1', 'arXiv:math/0309136'])(
    'is found by the old arXiv id %j',
    async (arxivId) => {
      const { data } = await look(`arxivId: ${text(arxivId)}`);
      expect(data?.paper).toMatchObject({ id: ids[1], arxivId: 'math/0309136' });
    },
  );

  it.each([
    '10.1007/s11128-011-0242-1',
    '10.1007/S11128-011-0242-1',
    'doi:10.1007/s11128-011-0242-1',
    'https://dx.doi.org/10.1007/s11128-011-0242-1',
  ])('is found by the DOI %j, answered in lower case', async (doi) => {
    const { data } = await look(`doi: ${text(doi)}`);
    expect(data?.paper).toMatchObject({ id: ids[2], doi: '10.1007/s11128-011-0242-1' });
  });

  it('is found by its id and by its slug, beside keys that are null', async () => {
    expect((await look(`id: "${ids[2]}", arxivId: null`)).data?.paper?.id).toBe(ids[2]);
    expect((await look('slug: "fixture-2", id: null, doi: null')).data?.paper?.id).toBe(ids[1]);
  });

  it.each([
    'arxivId: "2501.99999"',
    'doi: "10.1000/none"',
    'slug: "no-such-paper"',
    'slug: ""',
    'id: "nonsense"',
    'id: ""',
    'id: "QXV0aG9yOjE"',
  ])('is null for %s, which no paper has', async (args) => {
    expect(await look(args)).toEqual({ data: { paper: null } });
  });

  it.each([
    ['arxivId', '2613.00001'],
    ['arxivId', 'banana'],
    ['arxivId', ''],
    ['doi', 'banana'],
    ['doi', '11.1000/x'],
  ])('refuses the %s %j, which no paper can have', async (key, value) => {
    const { errors } = await look(`${key}: ${text(value)}`);
    expect(errors?.[0]?.message).toContain(`"${key}" is ${text(value)}, which is none; one looks like "`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: key });
  });

  it.each([
    ['id: null', 'none'],
    ['id: "x", slug: "y"', '"id", "slug"'],
    ['arxivId: "2606.00467", doi: "10.1007/s11128-011-0242-1"', '"arxivId", "doi"'],
  ])('refuses %s', async (args, given) => {
    const { data, errors } = await look(args);
    expect(data).toEqual({ paper: null });
    expect(errors?.[0]?.message).toBe(
      `"paper" takes exactly one of "id", "arxivId", "doi" and "slug"; given: ${given}.`,
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('papersByArxivId', () => {
  const lookUp = (arxivIds: string[]) =>
    server.ask<{ papers: ({ id: string } | null)[] }>(
      'query ($ids: [String!]!) { papers: papersByArxivId(arxivIds: $ids) { id } }',
      { ids: arxivIds },
    );

  it('answers in the order asked, in any spelling, with null for what is unknown or malformed', async () => {
    const { data } = await lookUp(['math/0309136', 'banana', 'arXiv:2606.00467v3', '2501.99999', '', '2606.00467']);
    expect(data?.papers.map((paper) => paper?.id ?? null)).toEqual([ids[1], null, ids[0], null, null, ids[0]]);
  });

  it('takes 100 ids and refuses 101', async () => {
    expect((await lookUp(Array<string>(100).fill('2606.00467'))).data?.papers).toHaveLength(100);
    const { errors } = await lookUp(Array<string>(101).fill('2606.00467'));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'arxivIds' });
  });
});

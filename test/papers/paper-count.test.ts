import { startTestServer, TestServer } from '../support/test-server';

/** Filtered lists are counted exactly up to here. */
const EXACT = 10_000;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function addPapers(from: number, to: number): Promise<void> {
  await server.database.pool.query(
    `with added as (
      insert into papers (slug, title, title_key, categories)
      select 'p-' || n, 'P', 'p', '{cs.LG}' from generate_series($1::integer, $2::integer) n returning id
    ), stats as (insert into paper_stats (paper_id) select id from added)
    update totals set count = count + (select count(*) from added) where name = 'papers'`,
    [from, to],
  );
}

async function counted(filter: string): Promise<{ totalCount: number; totalCountIsLowerBound: boolean }> {
  const query = `{ papers(first: 0, filter: ${filter}) { totalCount totalCountIsLowerBound } }`;
  return (await server.data<{ papers: { totalCount: number; totalCountIsLowerBound: boolean } }>(query)).papers;
}

describe('totalCount of papers', () => {
  it('is exact up to 10,000 with a filter, a lower bound above, and always exact without one', async () => {
    await addPapers(1, EXACT);
    expect(await counted('{ categories: ["cs"] }')).toEqual({ totalCount: EXACT, totalCountIsLowerBound: false });
    await addPapers(EXACT + 1, EXACT + 1);
    expect(await counted('{ categories: ["cs"] }')).toEqual({ totalCount: EXACT, totalCountIsLowerBound: true });
    expect(await counted('{ categories: [] }')).toEqual({ totalCount: EXACT + 1, totalCountIsLowerBound: false });
    expect(await counted('null')).toEqual({ totalCount: EXACT + 1, totalCountIsLowerBound: false });
    expect(await counted('{ categories: ["math"] }')).toEqual({ totalCount: 0, totalCountIsLowerBound: false });
  });
});
